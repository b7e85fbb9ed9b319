"""Record the committee's decision on a counted contest."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.contests.awards import forget
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.contests.models import Award, Contest, Entry, EntryState, Phase, Recognition


class NobodyRecognised(Exception):
    """A decision names at least one entry."""


@transaction.atomic
def recognise(
    *,
    contest: Contest,
    number: str,
    decided_on: datetime.date,
    signed_by: str,
    awards: Mapping[int, str],
    by: User | None,
    at: datetime.datetime,
) -> Recognition:
    """Write down a decision once. awards: entry id -> title. Raises NotNow, NobodyRecognised."""
    held = Contest.objects.select_for_update().get(pk=contest.pk)
    if held.phase(at) != Phase.CLOSED or Recognition.objects.filter(contest=held).exists():
        raise NotNow
    entries = Entry.objects.filter(contest=held, state=EntryState.ADMITTED, pk__in=list(awards))
    if not entries or len(entries) != len(awards):
        raise NobodyRecognised
    decision = Recognition.objects.create(
        contest=held, number=number, decided_on=decided_on, signed_by=signed_by, recorded_at=at, recorded_by=by
    )
    Award.objects.bulk_create(Award(recognition=decision, entry=entry, title=awards[entry.pk]) for entry in entries)
    transaction.on_commit(forget)
    details = {"number": number, "entries": sorted(entry.number or 0 for entry in entries)}
    record(actor=by, action="contest.recognised", subject=held, at=at, details=details)
    return decision
