"""Let a question or a reply be read by everybody, or hide it with a reason."""

from __future__ import annotations

import datetime

from django.db import transaction

from catalogue.reviews.answers.models import Question, Reply, TextState
from catalogue.reviews.domain.moderating import AlreadyDecided, ReasonMissing, RewrittenMeanwhile
from shop.accounts.models import User
from shop.audit.trail import record
from shop.communication.sending import tell


@transaction.atomic
def show(*, text: Question | Reply, by: User | None, at: datetime.datetime, seen: str) -> None:
    """Show the words that were read, and tell who asked that there is an answer. by None: the demo market.

    Raises AlreadyDecided, RewrittenMeanwhile.
    """
    fresh = type(text).objects.select_for_update().get(pk=text.pk)
    if fresh.fingerprint != seen:
        raise RewrittenMeanwhile
    _move(fresh, TextState.SHOWN)
    record(actor=by, action="text.shown", subject=fresh, at=at)
    if isinstance(fresh, Reply) and fresh.question is not None:
        _tell_asker(fresh, fresh.question)


@transaction.atomic
def hide(*, text: Question | Reply, by: User, at: datetime.datetime, reason: str) -> None:
    """Hide a text without deleting it. Raises ReasonMissing, AlreadyDecided."""
    if not reason.strip():
        raise ReasonMissing
    fresh = type(text).objects.select_for_update().get(pk=text.pk)
    _move(fresh, TextState.HIDDEN)
    record(actor=by, action="text.hidden", subject=fresh, at=at, reason=reason.strip(), details={"body": fresh.body})


def _move(text: Question | Reply, to: TextState) -> None:
    if text.state == to:
        raise AlreadyDecided
    text.state = to
    text.save(update_fields=["state"])


def _tell_asker(reply: Reply, question: Question) -> None:
    if question.author and question.author.phone:
        tell(
            key=f"question-answered:{question.pk}",
            recipient=question.author.phone,
            template="question_answered",
            context={"product": question.product, "reply": reply},
        )
