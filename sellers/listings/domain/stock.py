"""Price and stock change at once, with their history."""

from __future__ import annotations

import datetime

from django.db import transaction

from catalogue.models import Product
from sellers.listings.models import StockChange
from sellers.models import StockRecord
from shop.accounts.models import User


class StockBelowAllocated(Exception):
    """Orders already hold more than the new stock. `allocated`: how many units they hold."""

    def __init__(self, allocated: int) -> None:
        super().__init__(str(allocated))
        self.allocated = allocated


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
) -> StockRecord:
    """Set price and units on hand, keep what was before, and bring the product's card up to date.

    seen_stock: the units on hand that the new number was typed against; None does not ask.
    Nothing is written when neither changes. Placed orders keep the price they were placed at.
    Raises StockMoved, StockBelowAllocated.
    """
    record = StockRecord.objects.select_for_update().get(pk=stockrecord.pk)
    if seen_stock is not None and seen_stock != record.num_in_stock:
        if seen_stock != stock:
            raise StockMoved(record.num_in_stock or 0)
        stock = record.num_in_stock or 0  # only the price was meant
    allocated = record.num_allocated or 0
    if stock < allocated:
        raise StockBelowAllocated(allocated)
    before = (None if record.price is None else int(record.price), record.num_in_stock)
    if before == (price_vnd, stock):
        return record
    record.price, record.num_in_stock = price_vnd, stock
    record.version += 1
    record.save(update_fields=["price", "num_in_stock", "version", "date_updated"])
    note_change(record=record, before=before, actor=actor, at=at, reason=reason)
    Product.objects.filter(pk=record.product_id).update(price_vnd=price_vnd, available=stock - allocated)
    return record


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
