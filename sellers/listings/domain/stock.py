"""Price and stock change at once, with their history."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.listings.models import StockChange
from sellers.models import StockRecord
from sellers.prices import PriceStep, steps_are_sound
from sellers.stock import refresh_cards
from shop.accounts.models import User
from shop.money.formatting import vnd


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
) -> StockRecord:
    """Set price and units on hand, keep what was before, and bring the product's card up to date.

    seen_stock: the units on hand that the new number was typed against; None does not ask. steps: the wholesale
    steps from now on; None keeps those there are.
    Nothing is written when nothing changes. Placed orders keep the price they were placed at.
    Raises StockMoved, StockBelowAllocated, StepsUnsound.
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
    if steps != record.steps:
        reason = reason or wholesale_words(steps)
    record.price, record.num_in_stock = price_vnd, stock
    record.step_quantities = [step.quantity for step in steps]
    record.step_prices = [step.price_vnd for step in steps]
    record.version += 1
    record.save(update_fields=["price", "num_in_stock", "step_quantities", "step_prices", "version", "date_updated"])
    note_change(record=record, before=before, actor=actor, at=at, reason=reason)
    refresh_cards([record.product_id])
    return record


def wholesale_words(steps: Sequence[PriceStep]) -> str:
    """Return wholesale steps as the history of a stock record tells them."""
    told = [f"{step.quantity}: {vnd(step.price_vnd)}" for step in steps]
    return (_("Giá sỉ từ %(steps)s") % {"steps": "; ".join(told)} if told else _("Bỏ giá sỉ"))[:120]


def note_change(
    *,
    record: StockRecord,
    before: tuple[int | None, int | None],
    actor: User | None,
    at: datetime.datetime,
    reason: str = "",
) -> StockChange:
    """Append one row to the history of a stock record. before: price in VND and units on hand."""
    return StockChange.objects.create(
        stockrecord=record,
        actor=actor,
        price_before=before[0],
        price_after=int(record.price),
        stock_before=before[1],
        stock_after=record.num_in_stock,
        reason=reason,
        at=at,
    )
