"""Count ballots on paper: two people read each apart, and where they differ a third one's reading counts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.contests import credentials
from shop.campaign.contests.domain import jury
from shop.campaign.contests.domain.log import locked
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.contests.domain.sealing import close
from shop.campaign.contests.domain.voting import share, valid_choice
from shop.campaign.contests.models import Channel, Contest, HeldChoice, PaperBallot, PaperReading, Phase, RegisterMark


class SameReader(Exception):
    """This person has read this paper."""


class Settled(Exception):
    """This paper needs no further reading."""


class PapersOpen(Exception):
    """Some papers wait for another reading."""


class JuryMarks(Exception):
    """Some juror has not handed in, or some entry has no marks."""


class BallotsHeld(Exception):
    """Some ballots wait for a decision."""


@transaction.atomic
def read_paper(
    *, contest: Contest, number: int, entries: Sequence[int], by: User, at: datetime.datetime
) -> PaperBallot:
    """Write down what one person reads on a paper; no entries: it is spoiled.

    Raises NotNow, InvalidChoice, SameReader, Settled.
    """
    held = share(contest)
    if not held.takes_paper or held.phase(at) not in {Phase.RUNNING, Phase.COUNTING}:
        raise NotNow
    chosen = valid_choice(contest=held, entries=entries) if entries else []
    PaperBallot.objects.get_or_create(contest=held, number=number)
    ballot = PaperBallot.objects.select_for_update().get(contest=held, number=number)
    readings = list(ballot.readings.all())
    if ballot.is_settled:
        raise Settled
    if any(reading.read_by_id == by.pk for reading in readings):
        raise SameReader
    PaperReading.objects.create(ballot=ballot, entries=chosen, read_by=by, read_at=at)
    if len(readings) == 2 or any(reading.entries == chosen for reading in readings):
        _settle(ballot, chosen, at)
    if len(readings) == 2:
        details = {"paper": number, "readings": [*(reading.entries for reading in readings), chosen]}
        record(actor=by, action="contest.paper_resolved", subject=held, at=at, details=details)
    return ballot


def finish(*, contest: Contest, by: User, at: datetime.datetime) -> None:
    """Close a contest with papers once all are read. Raises NotNow, PapersOpen, BallotsHeld, JuryMarks."""
    with transaction.atomic():
        held = locked(contest.pk)
        if not held.takes_paper or held.phase(at) != Phase.COUNTING:
            raise NotNow
        if PaperBallot.objects.filter(contest=held, is_settled=False).exists():
            raise PapersOpen
        if HeldChoice.objects.filter(contest=held).exists():
            raise BallotsHeld
        if jury.missing(held):
            raise JuryMarks
        close(contest_id=held.pk, at=at)
        record(actor=by, action="contest.papers_finished", subject=held, at=at)


def _settle(ballot: PaperBallot, chosen: list[int], at: datetime.datetime) -> None:
    ballot.entries, ballot.is_settled = chosen, True
    ballot.save(update_fields=["entries", "is_settled"])
    if chosen:
        RegisterMark.objects.create(
            contest_id=ballot.contest_id,
            credential=credentials.of_paper(ballot.contest_id, ballot.number),
            channel=Channel.PAPER,
            voted_on=timezone.localdate(at),
        )
