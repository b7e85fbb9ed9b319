"""The jury's part: invite, exclude whoever has an interest, mark, hand in. The rule of counting is frozen before."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from shop.accounts.models import RoleGrant, User
from shop.audit.trail import record
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.contests.models import Conflict, Contest, Criterion, Entry, EntryState, Juror, Mark, Phase
from shop.campaign.contests.models.jury import MOST_POINTS
from shop.campaign.contests.sealed_marks import seal
from shop.campaign.reasons import ReasonMissing
from shop.communication.sending import tell

INVITING = {Phase.UPCOMING, Phase.RUNNING, Phase.COUNTING}
Sheet = Mapping[tuple[int, int], int]  # (entry number, criterion number) -> points


class AlreadyInvited(Exception):
    """This phone is a juror's."""


class NoJury(Exception):
    """The rules give no part of the result to a jury."""


class SheetIncomplete(Exception):
    """Some entry without a conflict has no points for some criterion."""


class HandedIn(Exception):
    """The sheet was handed in, or the juror excused."""


class WrongPoints(Exception):
    """Points are whole numbers from 0 to MOST_POINTS for entries and criteria there are."""


@transaction.atomic
def invite(*, contest: Contest, name: str, phone: str, by: User | None, at: datetime.datetime) -> Juror:
    """Invite a juror by phone (E.164) and tell them. Raises NotNow, NoJury, AlreadyInvited."""
    held = Contest.objects.select_for_update().get(pk=contest.pk)
    if held.phase(at) not in INVITING:
        raise NotNow
    if not held.jury_weight:
        raise NoJury
    last = held.jurors.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            juror = Juror.objects.create(
                contest=held, number=last + 1, name=name, phone=phone, invited_by=by, invited_at=at
            )
    except IntegrityError as twice:
        raise AlreadyInvited from twice
    tell(key=f"juror:{juror.pk}", recipient=phone, template="contest_juror", context={"contest": held})
    record(actor=by, action="contest.juror_invited", subject=held, at=at, details={"juror": name})
    return juror


@transaction.atomic
def excuse(*, juror: Juror, reason: str, by: User, at: datetime.datetime) -> None:
    """Go on without a juror who has not handed in; the reason is published. Raises ReasonMissing, HandedIn, NotNow."""
    if not reason.strip():
        raise ReasonMissing
    held = _open(juror, at, INVITING)
    held.excused_reason = reason.strip()
    held.save(update_fields=["excused_reason"])
    details = {"juror": held.name}
    record(actor=by, action="contest.juror_excused", subject=held.contest, at=at, reason=reason, details=details)


def excluded(juror: Juror) -> set[int]:
    """Return numbers of entries of sellers this juror works for or is reached at the same phone as: never marked."""
    mine = RoleGrant.objects.filter(user__phone=juror.phone, seller__isnull=False).values("seller")
    rows = _entries(juror.contest).filter(Q(seller__phone=juror.phone) | Q(seller__in=mine))
    return {number or 0 for number in rows.values_list("number", flat=True)}


@transaction.atomic
def keep_sheet(*, juror: Juror, points: Sheet, conflicts: Collection[int], at: datetime.datetime) -> None:
    """Keep a sheet that is not handed in yet, whole or not. conflicts: entry numbers the juror declares.

    Raises NotNow, HandedIn, WrongPoints.
    """
    held = _open(juror, at, {Phase.RUNNING, Phase.COUNTING})
    entries = {entry.number: entry for entry in _entries(held.contest)}
    criteria = {row.number: row for row in held.contest.criteria.all()}
    for (entry, criterion), given in points.items():
        if entry not in entries or criterion not in criteria or not 0 <= given <= MOST_POINTS:
            raise WrongPoints
    out = (set(conflicts) & set(entries)) | excluded(held)
    held.marks.all().delete()
    held.conflicts.all().delete()
    Conflict.objects.bulk_create(Conflict(juror=held, entry=entries[number]) for number in sorted(out))
    Mark.objects.bulk_create(
        _mark(held, entries[entry], criteria[criterion], given)
        for (entry, criterion), given in points.items()
        if entry not in out
    )


@transaction.atomic
def hand_in(*, juror: Juror, by: User, at: datetime.datetime) -> None:
    """Make the sheet final. Raises NotNow, HandedIn, SheetIncomplete."""
    held = _open(juror, at, {Phase.RUNNING, Phase.COUNTING})
    out = set(held.conflicts.values_list("entry_id", flat=True))
    needed = (_entries(held.contest).exclude(pk__in=out).count()) * held.contest.criteria.count()
    if held.marks.count() != needed:
        raise SheetIncomplete
    held.submitted_at = at
    held.save(update_fields=["submitted_at"])
    record(actor=by, action="contest.juror_handed_in", subject=held.contest, at=at, details={"juror": held.name})


def missing(contest: Contest) -> list[str]:
    """Return what the jury's part still lacks before the contest can close: names, and titles nobody marked."""
    if not contest.jury_weight:
        return []
    names = [juror.name for juror in contest.jurors.filter(submitted_at=None, excused_reason="")]
    marked = Mark.objects.filter(juror__contest=contest, juror__submitted_at__isnull=False).values("entry")
    unmarked = _entries(contest).exclude(pk__in=marked).select_related("product")
    return names + [entry.product.title for entry in unmarked]


def lines(contest: Contest) -> Iterator[dict[str, Any]]:
    """Yield what the log gets of the jury at the close."""
    for juror in contest.jurors.all():
        yield {"kind": "juror", "juror": juror.number, "name": juror.name, "excused": juror.excused_reason}
        if not juror.submitted_at:
            continue
        for row in juror.conflicts.select_related("entry").order_by("entry__number"):
            yield {"kind": "conflict", "juror": juror.number, "entry": row.entry.number}
        sheet: dict[int, dict[str, int]] = {}
        for mark in juror.marks.select_related("entry", "criterion").order_by("entry__number", "criterion__number"):
            sheet.setdefault(mark.entry.number or 0, {})[str(mark.criterion.number)] = mark.points
        for entry, given in sheet.items():
            yield {"kind": "marks", "juror": juror.number, "entry": entry, "points": given}


def _mark(juror: Juror, entry: Entry, criterion: Criterion, points: int) -> Mark:
    sealed = seal(points, juror_id=juror.pk, entry_id=entry.pk, criterion_id=criterion.pk)
    return Mark(juror=juror, entry=entry, criterion=criterion, sealed=sealed)


def _open(juror: Juror, at: datetime.datetime, phases: set[Phase]) -> Juror:
    """Return the juror, locked, with a contest that stays in its phase until the transaction ends."""
    contest = Contest.objects.select_for_update().get(pk=juror.contest_id)
    if contest.phase(at) not in phases:
        raise NotNow
    held = Juror.objects.select_for_update().get(pk=juror.pk)
    if held.submitted_at or held.excused_reason:
        raise HandedIn
    held.contest = contest
    return held


def _entries(contest: Contest) -> Any:
    return Entry.objects.filter(contest=contest, state=EntryState.ADMITTED).order_by("number")
