"""What looks stuffed is held with what came like it. One person proposes, another decides: on all of it or a part."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Max, Min

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign import two_people
from shop.campaign.surveys.domain import quotas, stuffing
from shop.campaign.surveys.domain.profiles import Profile
from shop.campaign.surveys.domain.stuffing import Reason
from shop.campaign.surveys.models import Burst, BurstState, Response, Standing, Survey

MASS = (Reason.VELOCITY, Reason.SAME)  # what counted of the same source is held too
ORDER = (*MASS, Reason.OVERLAP, Reason.TOO_FAST)


class NothingChosen(Exception):
    """None of the answers that were ticked waits in this burst."""


def gather(*, response: Response, found: Sequence[Reason], at: datetime.datetime) -> None:
    """Put a response that is about to be held into the burst that fills, with what counted of the same source.

    Answers two people decided about stay as they are. Quotas get the places back. Call it in a transaction; locks go
    burst, answers, survey, quotas.
    """
    kind = next(reason for reason in ORDER if reason in found)
    burst = _filling(response.survey, kind, _source(kind, response), at)
    earlier = _counted_like(response, kind, at) if kind in MASS else []
    for one in earlier:
        _hold_back(one, kind, burst)
    sent = [one.finished_at for one in earlier if one.finished_at]
    burst.first_at, burst.last_at = min([burst.first_at, at, *sent]), max([burst.last_at, at])
    burst.save(update_fields=["first_at", "last_at"])
    response.burst = burst


@transaction.atomic
def propose(
    *,
    burst: Burst,
    is_refusal: bool,
    reason: str,
    by: User,
    at: datetime.datetime,
    only: Collection[uuid.UUID] | None = None,
) -> None:
    """Propose to count a burst or to leave it out. What comes later of the same source fills another one.

    only: keys of the answers meant, when not all; the others wait on, for a proposal of their own.
    Raises ReasonMissing, AlreadyDecided, NothingChosen.
    """
    held = two_people.propose(burst, is_refusal=is_refusal, reason=reason, by=by)
    if only is not None:
        _set_aside(held, only)
    _note("survey.burst_proposed", held, by, at)


@transaction.atomic
def send_back(*, burst: Burst, reason: str, by: User, at: datetime.datetime) -> None:
    """Disagree with a proposal; anybody may propose anew. Raises ReasonMissing, AlreadyDecided, SamePerson."""
    held = two_people.another_ones_proposal(burst, by=by)
    like = Burst.objects.filter(survey=held.survey_id, kind=held.kind, key=held.key, state=BurstState.FILLING)
    newer = like.exclude(key="").select_for_update(of=("self",)).first()
    if newer:  # two may not fill at once: this one goes on as it is, the newer one joins it
        held.first_at, held.last_at = min(held.first_at, newer.first_at), max(held.last_at, newer.last_at)
        newer.responses.update(burst=held)
        newer.delete()
    held.set_aside = 0
    held.save(update_fields=["first_at", "last_at", "set_aside"])
    held = two_people.send_back(held, reason=reason, by=by)
    _note("survey.burst_sent_back", held, by, at)


@transaction.atomic
def decide(*, burst: Burst, by: User, at: datetime.datetime) -> dict[Standing, int]:
    """Do what somebody else proposed, and return how many answers are of which standing now.

    What is let count takes its places in the quotas in the order it came. Raises AlreadyDecided, SamePerson.
    """
    held = two_people.another_ones_proposal(burst, by=by)
    state = BurstState.LEFT_OUT if held.is_refusal else BurstState.COUNTED
    two_people.decide(held, state=state.value, by=by, at=at)  # first: the database lets no answer count before
    answers = held.responses.filter(standing=Standing.QUARANTINED, decided_at=None).order_by("finished_at", "pk")
    came: dict[Standing, int] = {}
    for answer in answers.select_for_update(of=("self",)).select_related("survey"):
        if not held.is_refusal:
            profile = Profile(answer.commune, answer.age, answer.sex)
            is_taken = quotas.take(survey=answer.survey, profile=profile)
            answer.standing = Standing.COUNTED if is_taken else Standing.SURPLUS
        answer.decided_reason, answer.decided_by, answer.decided_at = held.reason, by, at
        answer.save(update_fields=["standing", "decided_reason", "decided_by", "decided_at"])
        came[Standing(answer.standing)] = came.get(Standing(answer.standing), 0) + 1
    _note(f"survey.burst_{state.value}", held, by, at)
    return came


def _set_aside(held: Burst, only: Collection[uuid.UUID]) -> None:
    """Leave to a burst that fills what is not among these, and keep how many those are."""
    waiting = held.responses.filter(standing=Standing.QUARANTINED, decided_at=None)
    if not waiting.filter(pk__in=only).exists():
        raise NothingChosen
    held.set_aside = waiting.exclude(pk__in=only).count()
    if not held.set_aside:
        return
    rest = Burst.objects.create(
        survey=held.survey, kind=held.kind, key=held.key, first_at=held.first_at, last_at=held.last_at
    )
    waiting.exclude(pk__in=only).update(burst=rest)
    for one in (held, rest):
        span = one.responses.aggregate(first=Min("finished_at"), last=Max("finished_at"))
        one.first_at, one.last_at = span["first"], span["last"]
        one.save(update_fields=["first_at", "last_at", "set_aside"])


def _source(kind: Reason, response: Response) -> str:
    """Return what answers of one burst share: network, answers, interviewer; what was too fast waits all together."""
    match kind:
        case Reason.VELOCITY:
            return response.network_hash
        case Reason.SAME:
            return response.pattern
        case Reason.OVERLAP:
            return str(response.interviewer_id)
    return kind.value


def _counted_like(response: Response, kind: Reason, at: datetime.datetime) -> list[Response]:
    """Return, locked, what counted of the same source until now."""
    others = Response.objects.filter(survey=response.survey_id).exclude(pk=response.pk)
    like = (stuffing.neighbours if kind == Reason.VELOCITY else stuffing.twins)(others, response, at)
    counted = like.filter(standing__in=[Standing.COUNTED, Standing.SURPLUS], decided_at=None)
    return list(counted.select_for_update(of=("self",)).select_related("survey").order_by("pk"))


def _filling(survey: Survey, kind: Reason, key: str, at: datetime.datetime) -> Burst:
    """Return the burst that fills from this source, locked; a new one when none does."""
    while True:
        found, _made = Burst.objects.get_or_create(
            survey=survey,
            kind=kind.value,
            key=key,
            state=BurstState.FILLING,
            defaults={"first_at": at, "last_at": at},
        )
        burst = Burst.objects.select_for_update().filter(pk=found.pk, state=BurstState.FILLING).first()
        if burst:
            return burst  # else somebody proposed it or joined it a moment before


def _hold_back(one: Response, kind: Reason, burst: Burst) -> None:
    if one.standing == Standing.COUNTED:
        quotas.give_back(survey=one.survey, profile=Profile(one.commune, one.age, one.sex))
    one.standing, one.reasons, one.burst = Standing.QUARANTINED, [kind.value], burst
    one.save(update_fields=["standing", "reasons", "burst"])


def _note(action: str, burst: Burst, by: User, at: datetime.datetime) -> None:
    details = {
        "burst": burst.pk,
        "answers": burst.responses.count(),
        "set_aside": burst.set_aside,
        "refuse": burst.is_refusal,
        "why": burst.kind,
    }
    record(actor=by, action=action, subject=burst.survey, at=at, reason=burst.reason, details=details)
