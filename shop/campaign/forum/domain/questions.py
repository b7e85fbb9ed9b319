"""Questions for a live session: asked, read by a moderator, ranked by support, answered."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.domain.crowds import flag_crowd, within_the_hour
from shop.campaign.forum.domain.moderating import AlreadyDecided, NoteMissing
from shop.campaign.forum.domain.path import NotNow, OwnDecision, OwnText
from shop.campaign.forum.domain.screening import cover
from shop.campaign.forum.domain.telling import tell_asker
from shop.campaign.forum.domain.writing import TooMany, WrongBody, screened_for
from shop.campaign.forum.enums import OFF, TextState
from shop.campaign.forum.models import Body, Dialogue, Phase, Question, QuestionSupport
from shop.campaign.forum.models.voices import COUNTS
from shop.campaign.reasons import ReasonMissing

QUESTIONS_EACH = 3  # of one account for one session


@transaction.atomic
def ask(*, dialogue: Dialogue, text: str, author: User, at: datetime.datetime) -> Question:
    """Ask; the same again returns the first. Raises NotNow unless questions are collected, TooMany."""
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    if dialogue.phase(at) != Phase.COLLECTING:
        raise NotNow
    screened = screened_for(dialogue.province_id, text)
    mine = Question.objects.filter(dialogue=dialogue, author=author).exclude(state__in=OFF)
    same = mine.filter(text=screened.text).first()
    if same:
        return same
    if mine.count() >= QUESTIONS_EACH:
        raise TooMany
    return Question.objects.create(
        dialogue=dialogue,
        author=author,
        text=screened.text,
        holds=screened.holds,
        masked=screened.masked,
        written_at=at,
    )


@transaction.atomic
def show(*, question: Question, seen: str, by: User | None, at: datetime.datetime, note: str = "") -> None:
    """Let everybody read and support a question, or read it again.

    Raises AlreadyDecided, NoteMissing for a held one and one that was taken off, OwnText, OwnDecision.
    """
    read = _locked(question)
    _not_own(read, by)
    if read.state not in (TextState.WAITING, TextState.REMOVED) or read.fingerprint != seen:
        raise AlreadyDecided
    is_back = read.state == TextState.REMOVED
    if is_back and by is not None and read.decided_by_id == by.pk:
        raise OwnDecision
    if (read.holds or is_back) and not note.strip():
        raise NoteMissing
    read.reason = ""
    _decide(read, TextState.SHOWN, by=by, at=at)
    record(actor=by, action="forum_question.shown", subject=read, at=at, reason=note.strip())
    tell_asker(read, event=f"back:{at.isoformat()}" if is_back else "shown", template="forum_question_shown")


@transaction.atomic
def refuse(
    *, question: Question, reason: str, by: User | None, at: datetime.datetime, was_reported: bool = False
) -> None:
    """Refuse a question, or take it off again. Raises ReasonMissing, OwnText, AlreadyDecided.

    An answered question stays unless readers reported it.
    """
    if not reason.strip():
        raise ReasonMissing
    read = _locked(question)
    _not_own(read, by)
    if read.state not in (TextState.WAITING, TextState.SHOWN) or (read.answered_at and not was_reported):
        raise AlreadyDecided
    read.reason = reason.strip()[:500]
    state = TextState.REMOVED if read.state == TextState.SHOWN else TextState.REFUSED
    _decide(read, state, by=by, at=at)
    record(actor=by, action=f"forum_question.{state.value}", subject=read, at=at, reason=read.reason)
    tell_asker(read, event=f"{state.value}:{at.isoformat()}", template=f"forum_question_{state.value}")


@transaction.atomic
def support(*, question: Question, user: User, network: str, at: datetime.datetime) -> QuestionSupport:
    """Support a question until the session begins; again changes nothing. Raises NotNow, OwnText."""
    held = _locked(question)
    if held.state != TextState.SHOWN or held.dialogue.phase(at) not in (Phase.COLLECTING, Phase.READY):
        raise NotNow
    _not_own(held, user)
    given, created = QuestionSupport.objects.get_or_create(
        question=held, user=user, defaults={"network": network, "given_at": at}
    )
    if created:
        lately = within_the_hour(QuestionSupport.objects.all(), at)
        touched = flag_crowd(given, here=lately.filter(question=held), lately=lately)
        others = QuestionSupport.objects.filter(pk__in=touched).values_list("question_id", flat=True)
        for pk in sorted({held.pk, *others}):
            _count(pk)
    given.refresh_from_db()
    return given


@transaction.atomic
def take_back(*, question: Question, user: User, at: datetime.datetime) -> None:
    """Support a question no longer. Raises NotNow once the session has begun."""
    held = _locked(question)
    if held.dialogue.phase(at) not in (Phase.COLLECTING, Phase.READY):
        raise NotNow
    held.supports.filter(user=user).delete()
    _count(held.pk)


@transaction.atomic
def let_count(*, question: Question, reason: str, by: User, at: datetime.datetime) -> int:
    """Count the supports that were held back after all; return how many. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    held = _locked(question)
    cleared = held.supports.exclude(flag="").filter(cleared_at=None).update(cleared_at=at, cleared_by=by)
    _count(held.pk)
    record(actor=by, action="forum_support.counted", subject=held, at=at, reason=reason, details={"what": str(cleared)})
    return cleared


@transaction.atomic
def record_answer(*, question: Question, body: Body, text: str, by: User | None, at: datetime.datetime) -> None:
    """Record what a host answered, until the minutes are published. Raises ReasonMissing, WrongBody, NotNow."""
    if not text.strip():
        raise ReasonMissing
    held = _locked(question)
    dialogue = held.dialogue
    if not dialogue.hosts.filter(pk=body.pk).exists():
        raise WrongBody
    if held.state != TextState.SHOWN or dialogue.minutes_at:
        raise NotNow
    if dialogue.phase(at) not in (Phase.RUNNING, Phase.CLOSED):
        raise NotNow
    is_first = held.answered_at is None
    held.answer, held.answered_for, held.answered_at = cover(text.strip())[0][:5000], body, held.answered_at or at
    held.save(update_fields=["answer", "answered_for", "answered_at"])
    record(actor=by, action="forum_question.answered", subject=held, at=at, details={"what": body.name})
    if is_first:
        tell_asker(held, event="answered", template="forum_question_answered")


def _locked(question: Question) -> Question:
    return Question.objects.select_for_update(of=("self",)).select_related("dialogue", "author").get(pk=question.pk)


def _not_own(question: Question, by: User | None) -> None:
    if by is not None and question.author_id == by.pk:
        raise OwnText


def _decide(question: Question, state: TextState, *, by: User | None, at: datetime.datetime) -> None:
    question.state, question.decided_by, question.decided_at = state, by, at
    question.save(update_fields=["state", "reason", "decided_by", "decided_at"])


def _count(pk: int) -> None:
    counted = QuestionSupport.objects.filter(COUNTS, question=pk).count()
    Question.objects.filter(pk=pk).update(support_count=counted)
