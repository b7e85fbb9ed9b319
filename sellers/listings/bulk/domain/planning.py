"""What one row would do, by the rules of the editor's acts. Reading and writing are done elsewhere, by the batch."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sellers.listings.bulk.cells import ReadRow, read_cells
from sellers.listings.bulk.columns import BY_FIELD, SKU
from sellers.listings.bulk.known import Known
from sellers.listings.bulk.models import ImportRow, Outcome
from sellers.listings.bulk.problems import Problem
from sellers.listings.bulk.refusals import (
    below_held,
    by_lots,
    far_packing_price,
    far_price,
    half_step,
    nothing_begins,
    past_day,
    unsound_step,
    waits,
)
from sellers.listings.content import DETAILS, STEPS, TRADE, Content
from sellers.listings.domain import writing
from sellers.listings.domain.completeness import completeness
from sellers.listings.domain.live import trade_of as live_trade
from sellers.listings.domain.risk import needs_a_person
from sellers.listings.domain.states import Act, after, allows
from sellers.listings.models import Listing, ListingState
from sellers.listings.steps import unsound_field
from sellers.models import StockRecord
from sellers.prices import PriceStep

CategoryOf = Callable[[str], str | None]
# A new good cannot begin without these; the rest may be added in the draft.
NEEDED_TO_BEGIN = ("name", "category")
TO_COME = ("available_from", "preorder_closes_on")


class RowRefused(Exception):
    """A row cannot be imported as things stand now."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.wrong)
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class Trade:
    """Price in VND, units on hand and wholesale steps from now on. proposed_vnd: a price that waits for a person."""

    record: StockRecord
    price_vnd: int
    stock: int
    steps: list[PriceStep]
    proposed_vnd: int | None = None

    @property
    def changes(self) -> bool:
        now = (int(self.record.price or 0), self.record.num_in_stock, self.record.steps)
        return now != (self.price_vnd, self.stock, self.steps)


@dataclass(kw_only=True)
class Plan:
    """A row as read, the listing it is about (with the content it would have), and what would change."""

    row: ImportRow
    read: ReadRow
    listing: Listing
    is_new: bool = False
    is_edit: bool = False
    state_before: str = ""
    trade: Trade | None = None
    packing: int | None = None  # number of the packing the row is about
    gained_pictures: bool = field(default=False)
    changed: frozenset[str] = frozenset()  # names of a content that the row changes

    @property
    def outcome(self) -> Outcome:
        if self.is_new:
            return Outcome.CREATED
        return Outcome.UPDATED if self.is_edit or self.trade or self.gained_pictures else Outcome.UNCHANGED


def plan_row(row: ImportRow, read: ReadRow, known: Known, *, at: datetime.datetime) -> Plan:
    """Return what a row without mistakes would do, the listings of `known` being changed by it. Raises RowRefused."""
    from sellers.listings.bulk.domain.planning_packings import plan_packing

    listing = known.listings.get(read.parent_sku or read.sku)
    before = (listing.content, listing.state) if listing else ({}, "")
    try:
        return plan_packing(row, read, known, at) if read.parent_sku else _plan_good(row, read, known, at)
    except RowRefused:
        if listing:  # a refused row leaves nothing behind for the rows after it
            listing.content, listing.state = before
        raise


def _plan_good(row: ImportRow, read: ReadRow, known: Known, at: datetime.datetime) -> Plan:
    listing = known.listings.get(read.sku)
    _require_days_to_come(read, listing, at)
    plan = _begin(row, read, known) if listing is None else edit(row, read, listing, given=typed(read, listing, known))
    plan.trade = _trade(plan, known, at)
    return plan


def _require_days_to_come(read: ReadRow, listing: Listing | None, at: datetime.datetime) -> None:
    """Refuse a past day that a row brings; one that stands in the listing already may pass. Raises RowRefused."""
    today, typed = timezone.localdate(at), Content.read({name: read.typed.get(name) for name in TO_COME})
    before = Content.read(listing.content) if listing else Content()
    for name in TO_COME:
        day = getattr(typed, name)
        if day and day < today and day != getattr(before, name):
            raise RowRefused(past_day(name, day))


def virtual_parent(sku: str, known: Known, category_of: CategoryOf, *, at: datetime.datetime) -> Listing | None:
    """Return the good that another row of the file would make, for trying the rows of its packings."""
    row = known.parents.get(sku)
    read = read_cells(row.cells, category_of=category_of) if row else None
    if row is None or read is None or any(problem.is_error for problem in read.problems):
        return None
    try:
        _require_days_to_come(read, None, at)
        return _begin(row, read, known).listing
    except RowRefused:
        return None


def _begin(row: ImportRow, read: ReadRow, known: Known) -> Plan:
    for name in NEEDED_TO_BEGIN:
        if not read.typed.get(name):
            raise RowRefused(nothing_begins(name))
    if good := known.packing_skus.get(read.sku):
        raise RowRefused(
            Problem(
                column=BY_FIELD[SKU].heading,
                wrong=_("Mã này đang là một quy cách của “%s”.") % good,
                mend=_("Ghi mã của món chính vào cột “Quy cách của mã hàng”, hoặc dùng mã khác."),
            )
        )
    listing = Listing(seller=known.job.seller, content=writing.kept({**known.start, **typed(read, None, known)}))
    known.listings[read.sku] = listing
    return Plan(row=row, read=read, listing=listing, is_new=True)


def edit(row: ImportRow, read: ReadRow, listing: Listing, *, given: Mapping[str, Any]) -> Plan:
    """Put into a listing what differs. An empty cell keeps what was there; price and stock are no text."""
    plan = Plan(row=row, read=read, listing=listing, state_before=listing.state)
    if listing.product_id:
        given = {name: value for name, value in given.items() if name not in TRADE}
    now, wanted = Content.read(listing.content), Content.read({**listing.content, **given})
    plan.changed = frozenset(
        item.name for item in fields(Content) if getattr(now, item.name) != getattr(wanted, item.name)
    )
    if not plan.changed:
        return plan
    if not allows(listing.state, Act.EDIT):
        raise RowRefused(waits())
    listing.content = writing.merged(listing.content, given)
    listing.state = after(listing.state, Act.EDIT)
    plan.is_edit = True
    return plan


def typed(read: ReadRow, listing: Listing | None, known: Known) -> dict[str, Any]:
    """Return what a row says of a listing, its details under the codes of its category's kind."""
    before = listing.content if listing else {}
    slug = str(read.typed.get("category") or before.get("category") or "")
    category = known.category(slug) if read.details else None
    details = read.details_for(category.code) if category else {}
    return {**read.typed, DETAILS: {**before.get(DETAILS, {}), **details}} if details else {**read.typed}


def _trade(plan: Plan, known: Known, at: datetime.datetime) -> Trade | None:
    """Change trade of a live good at once; a price far from the approved one waits for a person, as in the editor."""
    listing, record = plan.listing, known.record_of(plan.listing)
    if record is None:
        return None
    wanted, steps, now_vnd = trade_of(plan.read, record), steps_of(plan.read, record), int(record.price or 0)
    if wanted is None and steps in (None, record.steps):
        return None
    price, stock = wanted or (now_vnd, record.num_in_stock or 0)
    require_stock(record, stock, known)
    proposed: int | None = None
    if needs_a_person(record=record, price_vnd=price, approved_vnd=listing.approved_price_vnd):
        if listing.state != ListingState.SUBMITTED or listing.proposed_price_vnd != price:
            proposed = price  # otherwise asked for before, it waits on
        if proposed and not _may_propose(listing, known, at):
            raise RowRefused(far_price())
        price = now_vnd
    wrong = unsound_field(base_vnd=price, typed=wanted_steps(plan.read, record)) if steps is not None else None
    if wrong:
        raise RowRefused(unsound_step(wrong, price))
    kept = record.steps if steps is None else steps
    trade = Trade(record=record, price_vnd=price, stock=stock, steps=kept, proposed_vnd=proposed)
    return trade if trade.changes or proposed else None


def steps_of(read: ReadRow, record: StockRecord) -> list[PriceStep] | None:
    """Return the wholesale steps a row wants of a live good; None when it says nothing of them.

    An empty cell keeps what is there. Raises RowRefused for a step of which only one half would stand.
    """
    if not any(name in read.typed for pair in STEPS for name in pair):
        return None
    wanted, steps = wanted_steps(read, record), []
    for quantity, vnd in STEPS:
        pair = wanted.get(quantity) or 0, wanted.get(vnd) or 0
        if bool(pair[0]) != bool(pair[1]):
            raise RowRefused(half_step(vnd if pair[0] else quantity))
        if all(pair):
            steps.append(PriceStep(*pair))
    return steps


def wanted_steps(read: ReadRow, record: StockRecord) -> dict[str, int | None]:
    """Return the numbers of the wholesale steps by the names of STEPS, a row's over those of a live good."""
    return {**live_trade(record), **{name: read.typed[name] for pair in STEPS for name in pair if name in read.typed}}


def _may_propose(listing: Listing, known: Known, at: datetime.datetime) -> bool:
    """Return whether a price may be sent to a person: the listing is whole and nobody is looking at it."""
    today = timezone.localdate(at)
    return allows(listing.state, Act.EDIT) and completeness(listing, today=today, facts=known).is_complete


def trade_of(read: ReadRow, record: StockRecord) -> tuple[int, int] | None:
    """Return price and stock a row wants for a stock record; None when both stand there already."""
    price, stock = read.typed.get("price_vnd"), read.typed.get("stock")
    price = int(record.price or 0) if price in (None, "") else price
    stock = record.num_in_stock or 0 if stock in (None, "") else stock
    return None if (price, stock) == (int(record.price or 0), record.num_in_stock) else (price, stock)


def require_stock(record: StockRecord, stock: int, known: Known) -> None:
    """Refuse a stock that orders or lots speak against. Raises RowRefused."""
    held = record.num_allocated or 0
    if stock < held:
        raise RowRefused(below_held(held))
    if stock != record.num_in_stock and record.product_id in known.tracked:
        raise RowRefused(by_lots())


def packing_trade(plan: Plan, record: StockRecord, known: Known, at: datetime.datetime) -> Trade | None:
    """Return the new price and stock of a packing on offer; a price far from the present one waits for a person."""
    wanted, listing, now_vnd = trade_of(plan.read, record), plan.listing, int(record.price or 0)
    if wanted is None:
        return None
    price, stock = wanted
    require_stock(record, stock, known)
    proposed: int | None = None
    if needs_a_person(record=record, price_vnd=price, approved_vnd=now_vnd):
        waits = listing.state == ListingState.SUBMITTED and listing.proposed_packings.get(str(plan.packing)) == price
        proposed = None if waits else price
        if proposed and not _may_propose(listing, known, at):
            raise RowRefused(far_packing_price())
        price = now_vnd
    trade = Trade(record=record, price_vnd=price, stock=stock, steps=record.steps, proposed_vnd=proposed)
    return trade if trade.changes or proposed else None
