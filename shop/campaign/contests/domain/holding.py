"""Hold a ballot that came too fast, and decide on a batch of them: one proposes, another decides, both with a name."""

from __future__ import annotations

import datetime
import random
from typing import Any

import pgtrigger
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign import two_people
from shop.campaign.contests.domain.log import append, locked
from shop.campaign.contests.domain.sealing import open_log
from shop.campaign.contests.domain.velocity import Excess
from shop.campaign.contests.kiem_phieu import seal_of
from shop.campaign.contests.models import (
    BatchState,
    Channel,
    Contest,
    ContestState,
    HeldBatch,
    HeldChoice,
    LogHead,
    PendingChoice,
    PendingSeal,
    VelocitySource,
)

chance = random.SystemRandom()


def hold(
    *, contest: Contest, beyond: Excess, channel: Channel, tracker: str, entries: list[int], at: datetime.datetime
) -> None:
    """Put a choice into the batch of its source, in the transaction of the vote."""
    batch = _filling(contest, beyond, channel, timezone.localdate(at))
    HeldBatch.objects.filter(pk=batch.pk).update(ballots=F("ballots") + 1)
    HeldChoice.objects.create(contest=contest, batch=batch, tracker=tracker, entries=entries)
    PendingSeal.objects.create(contest=contest, seal=seal_of(tracker, entries))


@transaction.atomic
def propose(*, batch: HeldBatch, is_refusal: bool, reason: str, by: User, at: datetime.datetime) -> None:
    """Propose to count a batch or not. Ballots of the same source that come later fill another batch.

    Raises ReasonMissing, AlreadyDecided.
    """
    held = two_people.propose(batch, is_refusal=is_refusal, reason=reason, by=by)
    _note("contest.held_proposed", held, by, at)


@transaction.atomic
def send_back(*, batch: HeldBatch, reason: str, by: User, at: datetime.datetime) -> None:
    """Disagree with a proposal; anybody may propose anew. Raises ReasonMissing, AlreadyDecided, SamePerson."""
    held = two_people.send_back(batch, reason=reason, by=by)
    _note("contest.held_sent_back", held, by, at)


@transaction.atomic
def decide(*, batch: HeldBatch, by: User, at: datetime.datetime) -> None:
    """Do what somebody else proposed: let the ballots wait among others to be counted, or write them into the log
    as not counted. The log names the reason and the number. Raises AlreadyDecided, SamePerson.
    """
    contest = locked(batch.contest_id)
    held = two_people.another_ones_proposal(batch, by=by)
    if contest.closed_at or contest.state != ContestState.PUBLISHED:
        raise two_people.AlreadyDecided
    state = BatchState.REFUSED if held.is_refusal else BatchState.RELEASED
    two_people.decide(held, state=state.value, by=by, at=at)
    _write(contest, held)
    _note(f"contest.held_{state.value}", held, by, at)


def _filling(contest: Contest, beyond: Excess, channel: Channel, day: datetime.date) -> HeldBatch:
    """Return the batch that fills from this source, locked; a new one when none does."""
    source = VelocitySource.objects.filter(contest=contest, key=beyond.key, day=day).first()
    if source:
        batch = HeldBatch.objects.select_for_update().get(pk=source.batch_id)
        if batch.state == BatchState.FILLING:
            return batch
    batch = _numbered(HeldBatch(contest=contest, kind=beyond.kind, channel=channel, day=day, per_hour=beyond.per_hour))
    VelocitySource.objects.update_or_create(contest=contest, key=beyond.key, day=day, defaults={"batch": batch})
    return batch


def _numbered(batch: HeldBatch) -> HeldBatch:
    """Save a batch under the next number. Votes hold no lock of the log, so two may want one number at once."""
    while True:
        last = HeldBatch.objects.filter(contest=batch.contest).aggregate(last=Max("number"))["last"] or 0
        batch.number = last + 1
        try:
            with transaction.atomic():
                batch.save(force_insert=True)
        except IntegrityError:
            continue
        return batch


def _write(contest: Contest, batch: HeldBatch) -> None:
    """Append what seals wait, the verdict and refused ballots; released ones wait among others as any ballot does."""
    open_log(contest)
    LogHead.objects.select_for_update().get(contest=contest)
    seals = list(PendingSeal.objects.select_for_update().filter(contest=contest))
    choices = list(HeldChoice.objects.select_for_update().filter(batch=batch))
    chance.shuffle(seals)
    chance.shuffle(choices)
    bodies: list[tuple[str, dict[str, Any]]] = [("", {"kind": "held", "seal": row.seal}) for row in seals]
    verdict = {
        "kind": "verdict",
        "batch": str(batch),
        "why": batch.kind,
        "channel": batch.channel,
        "day": batch.day.isoformat(),
        "per_hour": batch.per_hour,
        "ballots": len(choices),
        "counted": not batch.is_refusal,
        "reason": batch.reason,
    }
    bodies.append(("", verdict))
    if batch.is_refusal:
        bodies += [
            (row.tracker, {"kind": "refused", "tracker": row.tracker, "entries": row.entries}) for row in choices
        ]
    else:
        PendingChoice.objects.bulk_create(
            PendingChoice(contest=contest, tracker=row.tracker, entries=row.entries, was_held=True) for row in choices
        )
    append(contest_id=contest.pk, bodies=bodies)
    with pgtrigger.ignore("contests.PendingSeal:only_sealed", "contests.HeldChoice:only_decided"):
        PendingSeal.objects.filter(pk__in=[row.pk for row in seals]).delete()
        HeldChoice.objects.filter(batch=batch).delete()


def _note(action: str, batch: HeldBatch, by: User, at: datetime.datetime) -> None:
    details = {"batch": batch.number, "ballots": batch.ballots, "refuse": batch.is_refusal}
    record(actor=by, action=action, subject=batch.contest, at=at, reason=batch.reason, details=details)
