"""Price and stock change at once, with their history."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.lots.fefo import is_tracked
from sellers.listings.models import StockChange
from sellers.models import StockRecord
from sellers.movements.models import MovementKind
from sellers.movements.why import because
from sellers.prices import PriceStep, steps_are_sound
from sellers.stock import refresh_cards
from shop.accounts.models import User
from shop.money.formatting import vnd

LONGEST_REASON = 120  # of StockChange


class StockBelowAllocated(Exception):
    """Orders already hold more than the new stock. `allocated`: how many units they hold."""

    def __init__(self, allocated: int) -> None:
        super().__init__(str(allocated))
        self.allocated = allocated


class StepsUnsound(Exception):
    """Wholesale steps must start from 2 units, rise in quantity and fall in price, all below the single price."""


class StockMoved(Exception):
    """Goods left or came while somebody typed. `now`: units on hand."""

    def __init__(self, now: int) -> None:
        super().__init__(str(now))
        self.now = now


class StockByLots(Exception):
    """The good is counted by lots, so its stock changes only with them (domain/lots.py)."""


@transaction.atomic
def change_stock(
    *,
    stockrecord: StockRecord,
    price_vnd: int,
    stock: int,
    actor: User | None,
    at: datetime.datetime,
    reason: str = "",
    seen_stock: int | None = None,
    steps: Sequence[PriceStep] | None = None,
    kind: str = MovementKind.EDIT,
    reference: str = "",
    with_lots: bool = False,
) -> StockRecord:
    """Set price and units on hand, keep what was before, and bring the product's card up to date.

    seen_stock: the units on hand that the new number was typed against; None does not ask. steps: the wholesale
    steps from now on; None keeps those there are.
    kind, reference: why, for the history of stock. with_lots: the caller keeps the lots of the good in step.
    Nothing is written when nothing changes. Placed orders keep the price they were placed at.
    Raises StockMoved, StockBelowAllocated, StepsUnsound, StockByLots.
    """
    if steps is not None and not steps_are_sound(base_vnd=price_vnd, steps=steps):
        raise StepsUnsound
    record = StockRecord.objects.select_for_update().get(pk=stockrecord.pk)
    if seen_stock is not None and seen_stock != record.num_in_stock:
        if seen_stock != stock:
            raise StockMoved(record.num_in_stock or 0)
        stock = record.num_in_stock or 0  # only the price was meant
    allocated = record.num_allocated or 0
    if stock < allocated:
        raise StockBelowAllocated(allocated)
    before = (None if record.price is None else int(record.price), record.num_in_stock)
    steps = record.steps if steps is None else list(steps)
    if before == (price_vnd, stock) and steps == record.steps:
        return record
    if stock != record.num_in_stock and not with_lots and is_tracked(record.product_id):
        raise StockByLots
    if steps != record.steps:
        reason = reason or wholesale_words(steps)
    record.price, record.num_in_stock = price_vnd, stock
    record.step_quantities = [step.quantity for step in steps]
    record.step_prices = [step.price_vnd for step in steps]
    record.version += 1
    fields = ["price", "num_in_stock", "step_quantities", "step_prices", "version", "date_updated"]
    with because(kind, reference=reference, note=reason, actor_id=actor.pk if actor else None):
        record.save(update_fields=fields)
    note_change(record=record, before=before, actor=actor, at=at, reason=reason)
    refresh_cards([record.product_id])
    return record


@dataclass(frozen=True, kw_only=True)
class NewTrade:
    """What a stock record is to hold. record: locked and fresh; price in VND, units on hand, sound wholesale steps."""

    record: StockRecord
    price_vnd: int
    stock: int
    steps: Sequence[PriceStep]


def change_stocks(
    trades: Sequence[NewTrade], *, actor: User | None, at: datetime.datetime, reason: str, kind: str
) -> None:
    """Set price, units on hand and steps of many records that the caller locked and judged, with their history.

    What change_stock does for one, in a fixed number of queries. Raises StockBelowAllocated, writing nothing.
    """
    before, reasons = [], []
    for trade in trades:
        record = trade.record
        if trade.stock < (record.num_allocated or 0):
            raise StockBelowAllocated(record.num_allocated or 0)
        before.append((None if record.price is None else int(record.price), record.num_in_stock))
        told = "" if list(trade.steps) == record.steps else f"{wholesale_words(trade.steps)}. "
        reasons.append(f"{told}{reason}"[:LONGEST_REASON])
        record.price, record.num_in_stock = trade.price_vnd, trade.stock
        record.step_quantities = [step.quantity for step in trade.steps]
        record.step_prices = [step.price_vnd for step in trade.steps]
        record.version, record.date_updated = record.version + 1, at
    if not trades:
        return
    records = [trade.record for trade in trades]
    fields = ["price", "num_in_stock", "step_quantities", "step_prices", "version", "date_updated"]
    with because(kind, note=reason, actor_id=actor.pk if actor else None):
        StockRecord.objects.bulk_update(records, fields)
    StockChange.objects.bulk_create(
        _change(record, seen, actor, at, told) for record, seen, told in zip(records, before, reasons, strict=True)
    )
    refresh_cards([record.product_id for record in records])


def wholesale_words(steps: Sequence[PriceStep]) -> str:
    """Return wholesale steps as the history of a stock record tells them."""
    told = [f"{step.quantity}: {vnd(step.price_vnd)}" for step in steps]
    return (_("Giá sỉ từ %(steps)s") % {"steps": "; ".join(told)} if told else _("Bỏ giá sỉ"))[:LONGEST_REASON]


def note_change(
    *,
    record: StockRecord,
    before: tuple[int | None, int | None],
    actor: User | None,
    at: datetime.datetime,
    reason: str = "",
) -> StockChange:
    """Append one row to the history of a stock record. before: price in VND and units on hand."""
    change = _change(record, before, actor, at, reason)
    change.save()
    return change


def _change(
    record: StockRecord, before: tuple[int | None, int | None], actor: User | None, at: datetime.datetime, reason: str
) -> StockChange:
    return StockChange(
        stockrecord=record,
        actor=actor,
        price_before=before[0],
        price_after=int(record.price),
        stock_before=before[1],
        stock_after=record.num_in_stock,
        reason=reason,
        at=at,
    )


@transaction.atomic
def adjust(
    *, stockrecord: StockRecord, change: int, kind: str, actor: User | None, at: datetime.datetime, note: str = ""
) -> StockRecord:
    """Add units to what is on hand, or take them away (negative), with a reason.

    Unlike a new total this cannot be stale: orders placed meanwhile stay counted.
    Raises StockBelowAllocated, StockByLots.
    """
    record = StockRecord.objects.select_for_update().get(pk=stockrecord.pk)
    return change_stock(
        stockrecord=record,
        price_vnd=int(record.price or 0),
        stock=(record.num_in_stock or 0) + change,
        actor=actor,
        at=at,
        reason=note,
        kind=kind,
    )


def set_low_mark(*, stockrecord: StockRecord, mark: int | None) -> None:
    """Set from how many free units on the seller is warned; None: the market's usual number."""
    StockRecord.objects.filter(pk=stockrecord.pk).update(low_stock_threshold=mark)
