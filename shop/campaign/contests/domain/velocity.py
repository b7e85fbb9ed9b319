"""Votes that come too fast: count them by what they have in common, and say which to hold.

Only the hour's sums are kept, under keyed hashes, and for days (see phone_codes).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.contests.domain.log import append, locked
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.contests.models import Channel, Contest, HoldKind, LogHead, Phase, VelocityLimit
from shop.campaign.contests.models.holding import MOST_PER_HOUR
from shop.campaign.phone_codes.domain.tallies import hour_of, tally

Traces = Mapping[HoldKind, str]  # what a vote came with, as keyed hashes


class LimitOutOfRange(Exception):
    """Limits are whole numbers from 1 to MOST_PER_HOUR."""


@dataclass(frozen=True)
class Excess:
    """The vote is beyond a limit. key: where the others of its source are found."""

    kind: HoldKind
    key: str
    per_hour: int


def limits(*, contest: Contest, at: datetime.datetime) -> dict[HoldKind, int]:
    """Return how many votes an hour are taken in without a look at this moment."""
    found = {
        HoldKind.DEVICE: settings.VOTE_HOLD_DEVICE_HOUR,
        HoldKind.NETWORK: settings.VOTE_HOLD_NETWORK_HOUR,
        HoldKind.PREFIX: settings.VOTE_HOLD_PREFIX_HOUR,
    }
    for row in VelocityLimit.objects.filter(contest=contest, valid_from__lte=at):
        found[HoldKind(row.kind)] = row.per_hour
    return found


def excess(*, contest: Contest, channel: Channel, traces: Traces, at: datetime.datetime) -> Excess | None:
    """Count a vote, in its own transaction, and return by what it is too many, or None.

    Always in the order of HoldKind, so that two votes wait for each other's sums in one order.
    """
    known = limits(contest=contest, at=at)
    found = None
    for kind in HoldKind:
        if kind not in traces:
            continue
        key = f"{kind.value}:{channel.value}:{traces[kind]}"
        count = tally(f"{contest.pk}:{key}", hour_of(at))
        if count > known[kind] and found is None:
            found = Excess(kind, key, known[kind])
    return found


@transaction.atomic
def set_limits(*, contest: Contest, per_hour: Mapping[HoldKind, int], by: User, at: datetime.datetime) -> None:
    """Change limits from now on; the log says so once it is open. Raises NotNow, LimitOutOfRange."""
    if not per_hour or not all(1 <= number <= MOST_PER_HOUR for number in per_hour.values()):
        raise LimitOutOfRange
    held = locked(contest.pk)
    if held.phase(at) not in {Phase.DRAFT, Phase.UPCOMING, Phase.RUNNING}:
        raise NotNow
    VelocityLimit.objects.bulk_create(
        VelocityLimit(contest=held, kind=kind, per_hour=number, valid_from=at, set_by=by)
        for kind, number in per_hour.items()
    )
    if LogHead.objects.filter(contest=held).exists():
        append(contest_id=held.pk, bodies=[("", {"kind": "limits", "per_hour": _named(held, at)})])
    record(actor=by, action="contest.limits_set", subject=held, at=at, details=_named(held, at))


def _named(contest: Contest, at: datetime.datetime) -> dict[str, int]:
    return {kind.value: number for kind, number in limits(contest=contest, at=at).items()}
