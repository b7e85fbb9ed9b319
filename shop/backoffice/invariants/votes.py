"""Each vote is in the register once and in the log once, and the log's chain holds."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum

from shop.campaign.contests.domain.log import file_lines
from shop.campaign.contests.kiem_phieu import BrokenLog, count
from shop.campaign.contests.models import (
    Contest,
    HeldBatch,
    HeldChoice,
    LogHead,
    LogLine,
    PaperBallot,
    PendingReceipt,
    RegisterMark,
)
from shop.campaign.contests.models.holding import OPEN_STATES


def broken() -> Iterator[str]:
    """Name each contest whose log is broken, or whose register and receipts differ in number."""
    for contest in Contest.objects.filter(log_head__isnull=False).order_by("pk"):
        yield from _log(contest)
    for contest in Contest.objects.order_by("pk"):
        yield from _register(contest)


def _log(contest: Contest) -> Iterator[str]:
    try:
        result = count(file_lines(contest.pk))
    except BrokenLog as at:
        yield f"contest {contest.slug}: {at}"
        return
    head = LogHead.objects.get(contest=contest)
    if (head.number, head.hash) != (result.lines, result.last_hash):
        yield f"contest {contest.slug}: the log ends at line {result.lines}, its head says {head.number}"
    for problem in result.problems:
        yield f"contest {contest.slug}: {problem}"


def _register(contest: Contest) -> Iterator[str]:
    marks = RegisterMark.objects.filter(contest=contest).count()
    receipts = PendingReceipt.objects.filter(contest=contest).count()
    receipts += LogLine.objects.filter(contest=contest, kind="receipt").count()
    papers = PaperBallot.objects.filter(contest=contest, is_settled=True).exclude(entries=[]).count()
    held = HeldBatch.objects.filter(contest=contest, state__in=OPEN_STATES).aggregate(n=Sum("ballots", default=0))["n"]
    waiting = HeldChoice.objects.filter(contest=contest).count()
    if held != waiting:
        yield f"contest {contest.slug}: {held} ballots were held, {waiting} wait"
    if marks != receipts + papers:
        yield f"contest {contest.slug}: {marks} voters, {receipts} receipts and {papers} papers"
