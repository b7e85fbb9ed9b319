"""Stop a round, or a quiz with every round that was not drawn. What was drawn stays as it was published."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils.text import Truncator

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.quizzes.domain.rounds import NotNow, locked
from shop.campaign.quizzes.models import Attempt, Phase, Quiz, QuizState, Round
from shop.campaign.reasons import stated
from shop.communication.sending import tell

REASON_IN_A_MESSAGE = 120


@transaction.atomic
def cancel_round(*, round_: Round, reason: str, by: User, at: datetime.datetime) -> None:
    """Stop a round for good; the reason is shown and its players are told. Raises ReasonMissing, NotNow."""
    why = stated(reason, most=2000)
    held = locked(round_)
    if held.phase(at) in {Phase.DRAWN, Phase.CANCELLED}:
        raise NotNow
    _stop(held, why, by=by, at=at)
    _queue_news([held])


@transaction.atomic
def cancel_quiz(*, quiz: Quiz, reason: str, by: User, at: datetime.datetime) -> list[Round]:
    """Stop a quiz for good with its published rounds that were not drawn, and return these. Raises as cancel_round.

    Drawn rounds keep their winners, certificates and the data of their drawing. Draft rounds stay unseen.
    """
    why = stated(reason, most=2000)
    held = Quiz.objects.select_for_update().get(pk=quiz.pk)
    if held.state != QuizState.PUBLISHED:
        raise NotNow
    undrawn = held.rounds.filter(state=QuizState.PUBLISHED, drawn_at=None).order_by("pk")
    stopped = list(undrawn.select_for_update(of=("self",)).select_related("quiz"))
    held.state, held.cancelled_reason = QuizState.CANCELLED, why
    held.save(update_fields=["state", "cancelled_reason"])
    for round_ in stopped:
        _stop(round_, why, by=by, at=at)
    numbers = [round_.number for round_ in stopped]
    record(actor=by, action="quiz.cancelled", subject=held, at=at, reason=why, details={"rounds": numbers})
    _queue_news(stopped)
    return stopped


def tell_players(*, rounds: list[Round]) -> None:
    """Tell everybody who began one of these rounds of one quiz, once, that it counts no more."""
    players = User.objects.filter(is_active=True, phone__startswith="+", pk__in=_players(rounds)).order_by("pk")
    quiz, last = rounds[0].quiz, max(round_.pk for round_ in rounds)
    context = {
        "quiz": quiz,
        "numbers": ", ".join(str(number) for number in sorted(round_.number for round_ in rounds)),
        "reason": Truncator(rounds[0].cancelled_reason).chars(REASON_IN_A_MESSAGE),
        "link": settings.SITE_URL + quiz.get_absolute_url(),
    }
    for player in players:
        key = f"quiz-cancelled:{last}:{player.pk}"
        tell(key=key, recipient=player.phone, template="quiz_cancelled", context=context)


def _stop(round_: Round, why: str, *, by: User, at: datetime.datetime) -> None:
    round_.state, round_.cancelled_reason = QuizState.CANCELLED, why
    round_.save(update_fields=["state", "cancelled_reason"])
    record(actor=by, action="quiz_round.cancelled", subject=round_, at=at, reason=why)


def _queue_news(rounds: list[Round]) -> None:
    from shop.campaign.quizzes.tasks import tell_of_cancelling as job

    if rounds:
        job.defer(round_ids=[round_.pk for round_ in rounds])


def _players(rounds: list[Round]) -> set[int]:
    return set(Attempt.objects.filter(round__in=rounds).values_list("user_id", flat=True))
