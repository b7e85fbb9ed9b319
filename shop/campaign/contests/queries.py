"""Questions about contests."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import Count, Q, QuerySet, Sum

from shop.accounts.enums import Role
from shop.accounts.queries import AnyUser
from shop.accounts.reach import Reach
from shop.campaign.contests.domain.voting import held_choice, standing_choice
from shop.campaign.contests.kiem_phieu import cleaned, tracker_of
from shop.campaign.contests.models import (
    BatchState,
    Category,
    Channel,
    Contest,
    ContestState,
    Entry,
    EntryState,
    HeldBatch,
    HoldKind,
    Juror,
    LogLine,
    PaperBallot,
    PendingReceipt,
    RegisterMark,
    TicketSheet,
)
from shop.campaign.contests.models.holding import OPEN_STATES


def public() -> QuerySet[Contest]:
    """Return what everybody may see: all but drafts."""
    return Contest.objects.exclude(state=ContestState.DRAFT).select_related("province", "commune")


def running(at: datetime.datetime) -> QuerySet[Contest]:
    """Return contests that take votes, those that end first on top."""
    return public().filter(state=ContestState.PUBLISHED, opens_at__lte=at, closes_at__gt=at).order_by("closes_at", "pk")


def upcoming(at: datetime.datetime) -> QuerySet[Contest]:
    """Return published contests that have not begun, soonest first."""
    return public().filter(state=ContestState.PUBLISHED, opens_at__gt=at).order_by("opens_at", "pk")


def over(at: datetime.datetime) -> QuerySet[Contest]:
    """Return contests that ended or were cancelled, newest first."""
    is_over = Q(state=ContestState.CANCELLED) | Q(closes_at__lte=at)
    return public().filter(is_over).order_by("-closes_at", "-pk")


def desk(reach: Reach) -> QuerySet[Contest]:
    """Return the contests of the provinces and communes this member of a committee works for."""
    rows = reach.within(Contest.objects.all(), Role.COMMITTEE, commune_field="commune")
    return rows.select_related("province", "commune").annotate(
        admitted=Count("entries", filter=Q(entries__state=EntryState.ADMITTED)),
        waiting=Count("entries", filter=Q(entries__state=EntryState.SUBMITTED)),
    )


def waiting(reach: Reach) -> int:
    """Return how many entries wait for a screening, and batches of held ballots for a decision."""
    entries = Entry.objects.filter(state=EntryState.SUBMITTED, contest__state=ContestState.PUBLISHED)
    held = HeldBatch.objects.filter(state__in=OPEN_STATES, contest__state=ContestState.PUBLISHED)
    own = (reach.within(rows, Role.COMMITTEE, "contest__province", "contest__commune") for rows in (entries, held))
    return sum(rows.count() for rows in own)


def open_for(seller_place: tuple[str | None, str | None], at: datetime.datetime) -> QuerySet[Contest]:
    """Return contests a seller may enter now. seller_place: codes of its province and commune."""
    province, commune = seller_place
    here = Q(commune=None) | Q(commune=commune)
    return upcoming(at).filter(here, province=province, entries_until__gt=at).prefetch_related("categories")


def entries_of_sellers(seller_ids: Iterable[int]) -> QuerySet[Entry]:
    """Return all entries of these sellers, newest first."""
    rows = Entry.objects.filter(seller__in=list(seller_ids)).select_related("contest", "category", "product", "award")
    return rows.order_by("-submitted_at", "-pk")


def admitted(contest: Contest) -> QuerySet[Entry]:
    """Return the entries that compete, by number."""
    rows = Entry.objects.filter(contest=contest, state=EntryState.ADMITTED)
    return rows.select_related("product", "seller", "seller__commune", "category").order_by("number")


@dataclass(frozen=True)
class Group:
    """The entries of one category in the order one visitor sees them."""

    category: Category
    entries: list[Entry]


def groups(contest: Contest, *, visitor: str, day: datetime.date) -> list[Group]:
    """Return the entries by category, shuffled: for one visitor the same all day, so that no entry is always first.

    visitor: whatever tells visitors apart without a cookie, such as network and browser; it is hashed and not kept.
    """

    def place(entry: Entry) -> bytes:
        return blake2b(f"{day}|{visitor}|{entry.pk}".encode(), digest_size=8).digest()

    found: dict[int, list[Entry]] = {}
    for entry in sorted(admitted(contest), key=place):
        found.setdefault(entry.category_id, []).append(entry)
    return [Group(row, found[row.pk]) for row in contest.categories.all() if row.pk in found]


@dataclass(frozen=True)
class Standing:
    """One entry's place. percent: of the leader's votes, in steps of five; jury, final: points of 100 once decided."""

    place: int
    entry: Entry
    votes: int
    percent: int
    jury: str = ""
    final: str = ""


@dataclass(frozen=True)
class Table:
    """The standings of one category."""

    category: Category
    rows: list[Standing]


def standings(contest: Contest) -> list[Table]:
    """Return what the log says, by category: most votes first, or most final points once a jury's are in it."""
    votes: dict[str, int] = contest.counted.get("votes", {})
    tables: list[Table] = []
    entries = list(admitted(contest))
    for category in contest.categories.all():
        mine = [entry for entry in entries if entry.category_id == category.pk]
        best = max((votes.get(str(entry.number), 0) for entry in mine), default=0) or 1
        rows = [_standing(contest, entry, mine, votes, best) for entry in mine]
        if rows:
            tables.append(Table(category, sorted(rows, key=lambda row: (row.place, -row.votes, row.entry.number or 0))))
    return tables


def _standing(contest: Contest, entry: Entry, rivals: list[Entry], votes: dict[str, int], best: int) -> Standing:
    count, number = votes.get(str(entry.number), 0), str(entry.number)
    place = contest.counted.get("places", {}).get(number)
    if place is None:  # nothing was sealed yet, or the log was counted before places were kept
        place = 1 + sum(votes.get(str(other.number), 0) > count for other in rivals)
    jury, final = (contest.counted.get(name, {}).get(number, "") for name in ("jury", "final"))
    return Standing(place, entry, count, round(20 * count / best) * 5, jury, final)


def voters(contest: Contest) -> int:
    """Return how many voted."""
    return RegisterMark.objects.filter(contest=contest).count()


@dataclass(frozen=True)
class Ways:
    """How many voted by each way, and of how many printed codes."""

    phone: int
    ticket: int
    paper: int
    printed: int


def ways(contest: Contest) -> Ways:
    """Return by what people proved that a vote is theirs."""
    marks = RegisterMark.objects.filter(contest=contest)
    by = dict(marks.order_by().values_list("channel").annotate(Count("pk")))
    printed = TicketSheet.objects.filter(contest=contest).aggregate(n=Sum("size", default=0))["n"]
    return Ways(by.get(Channel.PHONE, 0), by.get(Channel.TICKET, 0), by.get(Channel.PAPER, 0), printed)


@dataclass(frozen=True)
class Holding:
    """Ballots that came too fast: how many wait for a decision, and how many were decided to count or not."""

    waiting: int
    counted: int
    refused: int


def holding(contest: Contest) -> Holding:
    """Return the figures that stand beside the number of voters."""

    def ballots(*states: BatchState) -> Sum:
        return Sum("ballots", filter=Q(state__in=states), default=0)

    row = HeldBatch.objects.filter(contest=contest).aggregate(
        waiting=ballots(*OPEN_STATES), counted=ballots(BatchState.RELEASED), refused=ballots(BatchState.REFUSED)
    )
    return Holding(**row)


@dataclass(frozen=True)
class HeldBallot:
    """What became of a ballot that was held."""

    kind: str
    reason: str
    is_refused: bool


def held_of(contest: Contest, secret: str) -> HeldBallot | None:
    """Return why the ballot of a secret is not counted, or not yet; None when it was not held or is counted."""
    held = held_choice(contest=contest, secret=secret)
    if held:
        return HeldBallot(held.batch.get_kind_display(), "", is_refused=False)
    line = LogLine.objects.filter(contest=contest, kind="refused", key=tracker_of(secret, contest.slug)).first()
    if line is None:
        return None
    rows = LogLine.objects.filter(contest=contest, kind="verdict", number__lt=line.number).order_by("-number")
    verdict = rows[0].content
    return HeldBallot(str(HoldKind(verdict["why"]).label), verdict["reason"], is_refused=True)


def batches(contest: Contest) -> QuerySet[HeldBatch]:
    """Return what was held, what waits for a decision first."""
    rows = HeldBatch.objects.filter(contest=contest).select_related("proposed_by", "decided_by", "contest")
    return rows.annotate(is_open=Q(state__in=OPEN_STATES)).order_by("-is_open", "number")


def sheets(contest: Contest) -> list[tuple[TicketSheet, int]]:
    """Return each sheet of printed codes with how many of them were used."""
    found = []
    for sheet in TicketSheet.objects.filter(contest=contest).select_related("printed_by"):
        used = RegisterMark.objects.filter(contest=contest, credential__in=sheet.tickets.values("credential")).count()
        found.append((sheet, used))
    return found


@dataclass(frozen=True)
class ReceiptState:
    """Where a receipt is. line: its number in the log, 0 while it waits for the next sealing."""

    is_known: bool
    line: int = 0
    hash: str = ""


def receipt_state(contest: Contest, number: str) -> ReceiptState:
    """Return where a receipt is; anybody may ask, and it says nothing of the choice."""
    receipt = cleaned(number)
    line = LogLine.objects.filter(contest=contest, kind="receipt", key=receipt).first()
    if line:
        return ReceiptState(True, line.number, line.hash)
    return ReceiptState(PendingReceipt.objects.filter(contest=contest, receipt=receipt).exists())


@dataclass(frozen=True)
class Opened:
    """What a ballot says, for the holder of its secret. line: 0 while the choice waits to be sealed with others."""

    entries: list[Entry]
    line: int


def opened(contest: Contest, secret: str) -> Opened | None:
    """Return the choice a secret opens, or None."""
    found = standing_choice(contest=contest, secret=secret)
    if found is None:
        return None
    _changes, tracker, _is_sealed, _replaces, numbers = found
    line = LogLine.objects.filter(contest=contest, kind="choice", key=tracker).first()
    return Opened(list(admitted(contest).filter(number__in=numbers)), line.number if line else 0)


@dataclass(frozen=True)
class PaperProgress:
    """How far papers are read. for_reader: numbers that wait for this person, a second or a third reading."""

    settled: int
    spoiled: int
    once: int
    differing: int
    for_reader: list[int]


def paper_progress(contest: Contest, *, reader: AnyUser, most: int = 200) -> PaperProgress:
    """Return how far the papers of a contest are; never what anybody read."""
    rows = PaperBallot.objects.filter(contest=contest)
    opened = rows.filter(is_settled=False).annotate(times=Count("readings")).order_by("number")
    mine = opened.exclude(readings__read_by=reader.pk)
    return PaperProgress(
        settled=rows.filter(is_settled=True).count(),
        spoiled=rows.filter(is_settled=True, entries=[]).count(),
        once=opened.filter(times=1).count(),
        differing=opened.filter(times=2).count(),
        for_reader=list(mine.values_list("number", flat=True)[:most]),
    )


def juries_of(user: AnyUser) -> QuerySet[Juror]:
    """Return the seats this person has in juries: by the phone proved at sign-in."""
    if not user.is_authenticated or not user.phone_verified_at:
        return Juror.objects.none()
    return Juror.objects.filter(phone=user.phone, contest__in=public()).select_related("contest")


def jurors(contest: Contest) -> QuerySet[Juror]:
    """Return the jury, with how many entries each may not mark."""
    return contest.jurors.annotate(conflicting=Count("conflicts")).order_by("number")
