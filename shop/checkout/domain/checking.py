"""Compare what the buyer saw with what is on the shelf. Differences are told, never applied silently."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from sellers.models import StockRecord
from shop.basket.models import Line
from shop.checkout.domain.problems import (
    NotSold,
    OutOfStock,
    PreorderNeedsRun,
    PriceChange,
    PriceChanged,
    SellerNotSelling,
    Shortage,
)
from shop.order.domain.split import Item

Records = Mapping[int, StockRecord]


def items(*, lines: Sequence[Line], records: Records, on: datetime.date) -> list[Item]:
    """Return what to order, in the basket's order.

    records: fresh stock records with product and seller, locked when an order is about to be written.
    on: the day of the order, which must be within the window of what is pre-ordered.
    Raises SellerNotSelling, OutOfStock or PriceChanged, each naming every line concerned.
    """
    _require_sold(lines, records, on)
    _require_stock(lines, records)
    _require_prices(lines, records)
    return [Item(records[line.stockrecord_id], line.quantity) for line in lines]


def require_no_preorder(*, lines: Sequence[Line], on: datetime.date) -> None:
    """Refuse to bring pre-ordered goods to the door: only a run knows its day. Raises PreorderNeedsRun."""
    titles = [line.product.title for line in lines if line.product.is_preorder_on(on)]
    if titles:
        raise PreorderNeedsRun(titles)


def _require_sold(lines: Sequence[Line], records: Records, on: datetime.date) -> None:
    refused = [line for line in lines if not _is_sold(records[line.stockrecord_id], on)]
    if refused:
        raise SellerNotSelling([_not_sold(line, records[line.stockrecord_id]) for line in refused])


def _require_stock(lines: Sequence[Line], records: Records) -> None:
    left = {pk: max(0, record.net_stock_level) for pk, record in records.items()}
    short = []
    for line in lines:
        available = left[line.stockrecord_id]
        if line.quantity > available:
            title = records[line.stockrecord_id].product.title
            short.append(Shortage(line.pk, title, line.quantity, available))
        left[line.stockrecord_id] = max(0, available - line.quantity)
    if short:
        raise OutOfStock(short)


def _require_prices(lines: Sequence[Line], records: Records) -> None:
    changes = []
    for line in lines:
        record = records[line.stockrecord_id]
        was, now = int(line.price_incl_tax or 0), record.unit_vnd(line.quantity)
        if was != now:
            changes.append(PriceChange(line.pk, record.product.title, was, now))
    if changes:
        raise PriceChanged(changes)


def _is_sold(record: StockRecord, on: datetime.date) -> bool:
    may_be_ordered = record.product.is_public and record.product.may_be_ordered_on(on)
    return may_be_ordered and record.partner.is_selling and record.price is not None


def _not_sold(line: Line, record: StockRecord) -> NotSold:
    return NotSold(line.pk, record.product.title, record.partner.name)
