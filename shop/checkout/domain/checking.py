"""Compare what the buyer saw with what is on the shelf. Differences are told, never applied silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sellers.models import StockRecord
from shop.basket.models import Line
from shop.checkout.domain.problems import (
    NotSold,
    OutOfStock,
    PriceChange,
    PriceChanged,
    SellerNotSelling,
    Shortage,
)
from shop.order.domain.split import Item

Records = Mapping[int, StockRecord]


def items(*, lines: Sequence[Line], records: Records) -> list[Item]:
    """Return what to order, in the basket's order.

    records: fresh stock records with product and seller, locked when an order is about to be written.
    Raises SellerNotSelling, OutOfStock or PriceChanged, each naming every line concerned.
    """
    _require_sold(lines, records)
    _require_stock(lines, records)
    _require_prices(lines, records)
    return [Item(records[line.stockrecord_id], line.quantity) for line in lines]


def _require_sold(lines: Sequence[Line], records: Records) -> None:
    refused = [line for line in lines if not _is_sold(records[line.stockrecord_id])]
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
        if line.price_incl_tax != record.price:
            was, now = int(line.price_incl_tax or 0), int(record.price or 0)
            changes.append(PriceChange(line.pk, record.product.title, was, now))
    if changes:
        raise PriceChanged(changes)


def _is_sold(record: StockRecord) -> bool:
    return record.partner.is_selling and record.product.is_public and record.price is not None


def _not_sold(line: Line, record: StockRecord) -> NotSold:
    return NotSold(line.pk, record.product.title, record.partner.name)
