"""Write waiting ballots into the log, so that neither order nor time tells whose they are."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Count, Sum

from shop.campaign.contests.domain import jury
from shop.campaign.contests.domain.log import append, file_lines, locked
from shop.campaign.contests.domain.velocity import limits
from shop.campaign.contests.kiem_phieu import count, final_points, jury_points, places, shown
from shop.campaign.contests.models import (
    Contest,
    ContestState,
    Entry,
    EntryState,
    HeldChoice,
    LogHead,
    LogLine,
    PaperBallot,
    PendingChoice,
    PendingReceipt,
    PendingSeal,
    RegisterMark,
    TicketSheet,
)

COMPANY = 20  # a choice enters the log only out of at least so many others that wait
SEALED_ONLY = (
    "contests.PendingReceipt:only_sealed",
    "contests.PendingChoice:only_sealed",
    "contests.PendingSeal:only_sealed",
)
chance = random.SystemRandom()


def seal_due(*, at: datetime.datetime) -> int:
    """Open the logs of contests that began, seal what waits, close what is over. Return how many were worked on."""
    due = Contest.objects.filter(state=ContestState.PUBLISHED, closed_at=None, opens_at__lte=at)
    for contest in due.order_by("pk"):
        seal(contest_id=contest.pk, at=at)
        if contest.closes_at <= at and not contest.takes_paper:  # papers are read afterwards, see papers.py
            close(contest_id=contest.pk, at=at)
    return len(due)


@transaction.atomic
def seal(*, contest_id: int, at: datetime.datetime) -> None:
    """Append all waiting receipts, and choices while at least COMPANY others stay behind; hidden ones at the end."""
    contest = Contest.objects.get(pk=contest_id)
    if contest.phase(at) in {"running", "counting"}:
        open_log(contest)
        _append_waiting(contest)


@transaction.atomic
def close(*, contest_id: int, at: datetime.datetime) -> None:
    """Take no more ballots, append the rest and the closing line, and count.

    Does nothing while ballots are held or the jury marks. Safe to run again.
    Voters hold a share of the contest's row (see voting.py), so nobody's vote comes after the closing line.
    """
    contest = locked(contest_id)
    if contest.closed_at or contest.state != ContestState.PUBLISHED or at < contest.closes_at:
        return
    if HeldChoice.objects.filter(contest=contest).exists():
        return  # people decide first; the next minute closes
    if jury.missing(contest):
        return
    open_log(contest)
    _append_waiting(contest, ending={"kind": "close"})
    contest.closed_at = at
    contest.save(update_fields=["closed_at"])


def end_cancelled(contest: Contest, *, reason: str) -> None:
    """Write all that waits and the last line of a contest that is being cancelled, which the caller has locked.

    Ballots nobody decided on leave their seals and their number.
    """
    open_log(contest)
    undecided = HeldChoice.objects.filter(contest=contest).count()
    _append_waiting(contest, ending={"kind": "cancel", "reason": reason, "undecided": undecided})


def open_log(contest: Contest) -> None:
    """Begin the log with the rules and the entries, once, and hold its lock till the transaction ends."""
    LogHead.objects.get_or_create(contest=contest, defaults=LogHead.beginning())
    if not LogHead.objects.select_for_update().get(contest=contest).number:
        append(contest_id=contest.pk, bodies=_opening(contest))


def _opening(contest: Contest) -> Iterator[tuple[str, dict[str, Any]]]:
    yield (
        "",
        {
            "kind": "open",
            "contest": contest.slug,
            "title": contest.title,
            "organiser": contest.organiser,
            "opens": contest.opens_at.isoformat(),
            "closes": contest.closes_at.isoformat(),
            "choices": contest.choices_per_category,
            "may_change": contest.may_change,
            "per_hour": {kind.value: most for kind, most in limits(contest=contest, at=contest.opens_at).items()},
            "jury_weight": contest.jury_weight,
            "criteria": [[row.number, row.name, row.weight] for row in contest.criteria.all()],
            "categories": [[row.number, row.name] for row in contest.categories.all()],
        },
    )
    rows = Entry.objects.filter(contest=contest, state=EntryState.ADMITTED)
    for entry in rows.select_related("product", "seller", "category").order_by("number"):
        yield (
            "",
            {
                "kind": "entry",
                "no": entry.number,
                "category": entry.category.number,
                "title": entry.product.title,
                "seller": entry.seller.name,
            },
        )


def _append_waiting(contest: Contest, *, ending: dict[str, Any] | None = None) -> None:
    """The caller holds the log's lock (open_log), so two sealings never take the same rows. ending: the last line."""
    closing = ending is not None
    receipts = list(PendingReceipt.objects.select_for_update().filter(contest=contest))
    choices = _ready(contest, closing=closing)
    seals = _seals(contest, closing=closing)
    chance.shuffle(receipts)
    bodies: list[tuple[str, dict[str, Any]]] = [
        (row.receipt, {"kind": "receipt", "receipt": row.receipt}) for row in receipts
    ]
    bodies += [("", {"kind": "held", "seal": row.seal}) for row in seals]
    bodies += [(row.tracker, _choice(row)) for row in choices]
    papers = _papers(contest, closing=closing)
    bodies += [(str(row.number), {"kind": "paper", "paper": row.number, "entries": row.entries}) for row in papers]
    if ending:
        bodies += [("", body) for body in jury.lines(contest)] if ending["kind"] == "close" else []
        bodies.append(("", {**ending, **_register(contest)}))
    if not bodies:
        return
    append(contest_id=contest.pk, bodies=bodies)
    with pgtrigger.ignore(*SEALED_ONLY):
        PendingReceipt.objects.filter(pk__in=[row.pk for row in receipts]).delete()
        PendingChoice.objects.filter(pk__in=[row.pk for row in choices]).delete()
        PendingSeal.objects.filter(pk__in=[row.pk for row in seals]).delete()
    PaperBallot.objects.filter(pk__in=[row.pk for row in papers]).update(is_logged=True)
    if choices or papers or closing or not contest.counted:
        _count(contest)


def _ready(contest: Contest, *, closing: bool) -> list[PendingChoice]:
    """Return the choices to write now, shuffled. Of 2 × COMPANY or more that wait, COMPANY stay behind."""
    if contest.hides_standings and not closing:
        return []
    waiting = list(PendingChoice.objects.select_for_update().filter(contest=contest))
    chance.shuffle(waiting)
    if closing:
        return waiting
    return waiting[COMPANY:] if len(waiting) >= 2 * COMPANY else []


def _seals(contest: Contest, *, closing: bool) -> list[PendingSeal]:
    """Return the seals of held ballots to write now, shuffled, before the end in the company of COMPANY that stay.

    What stays is written before the decision (see holding.py).
    """
    waiting = list(PendingSeal.objects.select_for_update().filter(contest=contest))
    chance.shuffle(waiting)
    if closing:
        return waiting
    return waiting[COMPANY:] if len(waiting) >= 2 * COMPANY else []


def _papers(contest: Contest, *, closing: bool) -> list[PaperBallot]:
    """Return the settled papers to write now; spoiled ones are not counted."""
    if contest.hides_standings and not closing:
        return []
    rows = PaperBallot.objects.filter(contest=contest, is_settled=True, is_logged=False).exclude(entries=[])
    return list(rows.select_for_update())


def _register(contest: Contest) -> dict[str, Any]:
    """Return how many voted by each way and how many codes were printed: what the ballots are held against."""
    marks = RegisterMark.objects.filter(contest=contest).values_list("channel").annotate(Count("pk"))
    printed = TicketSheet.objects.filter(contest=contest).aggregate(n=Sum("size", default=0))["n"]
    return {"register": dict(marks.order_by()), "printed": printed}


def _choice(row: PendingChoice) -> dict[str, Any]:
    body: dict[str, Any] = {"kind": "choice", "tracker": row.tracker, "entries": sorted(row.entries)}
    return {**body, "replaces": row.replaces} if row.replaces else body


def _count(contest: Contest) -> None:
    """Keep what the log says now, counted by the very script that is published."""
    result = count(file_lines(contest.pk))
    finals = final_points(result) if result.is_closed else {}
    contest.counted = {
        "ballots": result.ballots,
        "votes": {str(number): votes for number, votes in result.votes.items()},
        "lines": LogLine.objects.filter(contest=contest).count(),
        "jury": {str(number): shown(points) for number, points in jury_points(result).items()},
        "final": {str(number): shown(points) for number, points in finals.items()},
        "places": {str(number): place for number, place in places(result).items()},
    }
    contest.save(update_fields=["counted"])
