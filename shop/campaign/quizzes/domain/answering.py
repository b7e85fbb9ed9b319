"""Take part in a round: begin once, hand in once, in time by the server's clock."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Mapping

from django.db import transaction

from shop.accounts.models import User
from shop.campaign.quizzes.models import Answer, Attempt, Phase, Question, Round

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U
CODE_CHARACTERS = 12  # 60 bits
GRACE = datetime.timedelta(seconds=5)  # for a slow network
MOST_GUESS = 2_000_000_000


class NotOpen(Exception):
    """The round takes nobody in now."""


class PhoneUnproved(Exception):
    """The account has no proved phone."""


class AlreadyHandedIn(Exception):
    """This attempt is over."""


class GuessMissing(Exception):
    """The tie-break question wants a whole number."""


@transaction.atomic
def begin(*, round_: Round, user: User, at: datetime.datetime) -> Attempt:
    """Start the clock, or return the attempt that runs or is over. Raises NotOpen, PhoneUnproved."""
    held = _shared(round_)
    found = Attempt.objects.filter(round=held, user=user).first()
    if found:
        return found
    if held.phase(at) != Phase.RUNNING:
        raise NotOpen
    if not user.phone_verified_at:
        raise PhoneUnproved
    due_at = min(at + datetime.timedelta(seconds=held.seconds), held.closes_at)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS))
    attempt, _created = Attempt.objects.get_or_create(
        round=held, user=user, defaults={"code": code, "started_at": at, "due_at": due_at}
    )
    return attempt


@transaction.atomic
def hand_in(*, attempt: Attempt, choices: Mapping[int, int], guess: int | None, at: datetime.datetime) -> Attempt:
    """Take the answers in, once. choices: question id -> place of the option. What comes late is kept, not counted.

    Raises AlreadyHandedIn, NotOpen, GuessMissing.
    """
    held = Attempt.objects.select_for_update(of=("self",)).select_related("round__quiz").get(pk=attempt.pk)
    if held.finished_at:
        raise AlreadyHandedIn
    round_ = _shared(held.round)
    is_late = at > held.due_at + GRACE
    if round_.phase(at) not in {Phase.RUNNING, Phase.CLOSED}:
        raise NotOpen
    if guess is None or not 0 <= guess <= MOST_GUESS:
        if not is_late:
            raise GuessMissing
        guess = None
    questions = Question.objects.filter(chosen__round=round_)
    given = {row: choices[row.pk] for row in questions if 0 <= choices.get(row.pk, -1) < len(row.options)}
    Answer.objects.bulk_create(
        Answer(attempt=held, question=question, choice=choice) for question, choice in given.items()
    )
    held.finished_at, held.is_late, held.guess = at, is_late, guess
    held.right = sum(question.right == choice for question, choice in given.items())
    held.save(update_fields=["finished_at", "is_late", "guess", "right"])
    return held


def _shared(round_: Round) -> Round:
    """Return the round as it is now, and keep it so until the transaction ends: a drawing waits."""
    return Round.objects.raw("SELECT * FROM quizzes_round WHERE id = %s FOR SHARE", [round_.pk])[0]
