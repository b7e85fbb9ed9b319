"""Take in one ballot: a mark in the register, a receipt and a choice, in one transaction, joined by nothing."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

import pgtrigger
from django.db import IntegrityError, transaction
from django.utils import timezone

from shop.campaign.contests.domain.holding import hold
from shop.campaign.contests.domain.sealing import SEALED_ONLY
from shop.campaign.contests.domain.velocity import Traces, excess
from shop.campaign.contests.kiem_phieu import MOST_CHANGES, receipt_of, tracker_of
from shop.campaign.contests.models import (
    Channel,
    Contest,
    Entry,
    EntryState,
    HeldChoice,
    LogLine,
    PendingChoice,
    PendingReceipt,
    Phase,
    RegisterMark,
)


class VotingClosed(Exception):
    """The contest takes no ballots now."""


class AlreadyVoted(Exception):
    """This credential has voted."""


class InvalidChoice(Exception):
    """No entry, an entry that does not compete, or more of a category than the rules allow."""


class MayNotChange(Exception):
    """The rules keep ballots as they were cast, or this one was changed as often as allowed."""


class UnknownBallot(Exception):
    """No ballot of this contest has this secret."""


class HeldBack(Exception):
    """The ballot waits for a decision and stays as it is until then."""


def valid_choice(*, contest: Contest, entries: Sequence[int]) -> list[int]:
    """Return the entry numbers, sorted. Raises InvalidChoice."""
    chosen = sorted(set(entries))
    rows = Entry.objects.filter(contest=contest, state=EntryState.ADMITTED, number__in=chosen)
    categories = list(rows.values_list("category_id", flat=True))
    if not chosen or len(chosen) != len(entries) or len(categories) != len(chosen):
        raise InvalidChoice
    if max(Counter(categories).values()) > contest.choices_per_category:
        raise InvalidChoice
    return chosen


def is_taken_in(*, contest: Contest, receipt: str) -> bool:
    """Return whether a ballot with this receipt waits or stands in the log."""
    return (
        PendingReceipt.objects.filter(contest=contest, receipt=receipt).exists()
        or LogLine.objects.filter(contest=contest, kind="receipt", key=receipt).exists()
    )


@transaction.atomic
def cast(
    *,
    contest: Contest,
    credential: str,
    channel: Channel,
    secret: str,
    entries: Sequence[int],
    at: datetime.datetime,
    traces: Traces | None = None,
) -> str:
    """Take in a ballot and return its receipt; it is held when too many came with the same traces.

    Raises VotingClosed, InvalidChoice, AlreadyVoted.
    """
    _hold_open(contest, at)
    chosen = valid_choice(contest=contest, entries=entries)
    try:
        RegisterMark.objects.create(
            contest=contest, credential=credential, channel=channel, voted_on=timezone.localdate(at)
        )
    except IntegrityError as twice:
        raise AlreadyVoted from twice
    receipt = receipt_of(secret)
    PendingReceipt.objects.create(contest=contest, receipt=receipt)
    tracker = tracker_of(secret, contest.slug)
    beyond = excess(contest=contest, channel=channel, traces=traces or {}, at=at)
    if beyond:
        hold(contest=contest, beyond=beyond, channel=channel, tracker=tracker, entries=chosen, at=at)
    else:
        PendingChoice.objects.create(contest=contest, tracker=tracker, entries=chosen)
    return receipt


@transaction.atomic
def change(*, contest: Contest, secret: str, entries: Sequence[int], at: datetime.datetime) -> None:
    """Let the holder of a ballot's secret choose anew. Who that is, nobody needs to know.

    Raises VotingClosed, MayNotChange, UnknownBallot, InvalidChoice, HeldBack.
    """
    _hold_open(contest, at)
    if not contest.may_change:
        raise MayNotChange
    chosen = valid_choice(contest=contest, entries=entries)
    now = standing_choice(contest=contest, secret=secret)
    if now is None:
        raise HeldBack if held_choice(contest=contest, secret=secret) else UnknownBallot
    changes, tracker, is_sealed, replaces, _chosen = now
    if changes >= MOST_CHANGES:
        raise MayNotChange
    replaces = tracker if is_sealed else _take_back(contest, tracker, replaces)
    next_tracker = tracker_of(secret, contest.slug, changes + 1)
    PendingChoice.objects.create(contest=contest, tracker=next_tracker, entries=chosen, replaces=replaces)


def standing_choice(*, contest: Contest, secret: str) -> tuple[int, str, bool, str, list[int]] | None:
    """Return (changes so far, tracker, is it in the log, what it replaces, entries) of a secret's ballot, or None."""
    trackers = {tracker_of(secret, contest.slug, n): n for n in range(MOST_CHANGES + 1)}
    waiting = PendingChoice.objects.filter(contest=contest, tracker__in=trackers).first()
    if waiting:
        return trackers[waiting.tracker], waiting.tracker, False, waiting.replaces, list(waiting.entries)
    sealed = LogLine.objects.filter(contest=contest, kind="choice", key__in=trackers)
    last = max(sealed, key=lambda line: trackers[line.key], default=None)
    if last is None:
        return None
    return trackers[last.key], last.key, True, "", last.content["entries"]


def held_choice(*, contest: Contest, secret: str) -> HeldChoice | None:
    """Return the ballot of this secret while it waits for a decision."""
    tracker = tracker_of(secret, contest.slug)
    return HeldChoice.objects.filter(contest=contest, tracker=tracker).select_related("batch").first()


def share(contest: Contest) -> Contest:
    """Return the contest as it is now, and keep it so until the transaction ends; others may share it."""
    return Contest.objects.raw("SELECT * FROM contests_contest WHERE id = %s FOR SHARE", [contest.pk])[0]


def _take_back(contest: Contest, tracker: str, replaces: str) -> str:
    """Take a waiting choice away and return what its successor replaces: the tracker itself once it was sealed."""
    held = PendingChoice.objects.select_for_update().filter(contest=contest, tracker=tracker).first()
    if held is None:
        return tracker
    if held.was_held:
        raise HeldBack
    with pgtrigger.ignore(SEALED_ONLY[1]):
        held.delete()
    return replaces


def _hold_open(contest: Contest, at: datetime.datetime) -> None:
    """Share the contest's row until the vote is committed: closing waits for it. Raises VotingClosed."""
    if share(contest).phase(at) != Phase.RUNNING:
        raise VotingClosed
