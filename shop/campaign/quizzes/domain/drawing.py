"""Draw the winners of a round from what is published, so that anybody draws the same (see boc_tham.py)."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.quizzes import boc_tham
from shop.campaign.quizzes.domain.answering import GRACE
from shop.campaign.quizzes.models import Attempt, Phase, Round, Winner
from shop.communication.sending import tell


class NotNow(Exception):
    """The round is not over yet, or was drawn or cancelled."""


@transaction.atomic
def draw(*, round_: Round, tie_answer: int, by: User | None, at: datetime.datetime) -> list[Winner]:
    """Draw once and tell the winners. Raises NotNow. The seed is public from now on."""
    held = Round.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=round_.pk)
    if held.phase(at) != Phase.CLOSED or at <= held.closes_at + GRACE:
        raise NotNow
    attempts = {attempt.code: attempt for attempt in counted(held)}
    drawn = boc_tham.winners(
        seed=held.seed,
        size=held.size,
        tie_answer=tie_answer,
        prizes=held.prizes,
        entries=[_entry(attempt) for attempt in attempts.values()],
    )
    winners = Winner.objects.bulk_create(
        Winner(round=held, attempt=attempts[code], place=place) for place, code in enumerate(drawn, start=1)
    )
    held.tie_answer, held.drawn_at, held.drawn_by = tie_answer, at, by
    held.save(update_fields=["tie_answer", "drawn_at", "drawn_by"])
    record(actor=by, action="quiz_round.drawn", subject=held, at=at, details={"winners": drawn})
    for winner in winners:
        _tell(held, winner)
    return winners


def published(round_: Round) -> dict[str, Any]:
    """Return what is published of a drawing: no name and no phone, only codes."""
    return {
        "title": f"{round_.quiz.title}, kỳ {round_.number}",
        "seed_hash": round_.seed_hash,
        "seed": round_.seed,
        "size": round_.size,
        "tie": round_.tie_text,
        "tie_answer": round_.tie_answer,
        "prizes": round_.prizes,
        "entries": [_entry(attempt) for attempt in counted(round_)],
        "winners": list(round_.winners.values_list("attempt__code", flat=True)),
    }


def counted(round_: Round) -> list[Attempt]:
    """Return what was handed in in time, by code: an order that says nothing of when or who."""
    return list(Attempt.objects.filter(round=round_, finished_at__isnull=False, is_late=False).order_by("code"))


def _entry(attempt: Attempt) -> dict[str, Any]:
    return {"code": attempt.code, "right": attempt.right, "guess": attempt.guess}


def _tell(round_: Round, winner: Winner) -> None:
    tell(
        key=f"quiz-winner:{winner.pk}",
        recipient=winner.attempt.user.phone,
        template="quiz_won",
        context={"round": round_, "place": winner.place, "organiser": round_.quiz.organiser},
    )
