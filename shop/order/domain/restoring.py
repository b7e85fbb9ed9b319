"""A part that was cancelled because nobody paid in time comes back: stock, slot, ledger entries, code."""

from __future__ import annotations

import datetime

from sellers import stock
from shop.order.domain import codes
from shop.order.domain.bookkeeping import post_restored
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState
from shop.order.models import Line, SellerOrder
from shop.shipping.models import RunSlot


def restore(*, seller_order: SellerOrder, at: datetime.datetime, reason: str) -> SellerOrder:
    """Place a cancelled part again. The caller has locked its run stop, found room, and locked the order.

    Raises sellers.stock.NotEnoughStock; then the caller's transaction has to be given up.
    """
    part = move(seller_order=seller_order, to=SellerOrderState.PLACED, actor=None, at=at, reason=reason, is_undo=True)
    _hold_again(part)
    RunSlot.objects.filter(seller_order=part).update(released_at=None, taken_at=at)
    post_restored(order=part.order, seller_order=part, at=at)
    if part.run_stop_id is not None:
        codes.reopen(order=part.order, run_stop_id=part.run_stop_id)
    return part


def _hold_again(part: SellerOrder) -> None:
    lines = list(part.lines.order_by("stockrecord_id"))
    if any(line.stockrecord_id is None for line in lines):
        raise stock.NotEnoughStock(part.number)
    wanted: dict[int, int] = {}
    for line in lines:
        wanted[line.stockrecord_id] = wanted.get(line.stockrecord_id, 0) + line.quantity
    records = stock.lock(wanted)
    if not all(record.partner.is_selling and record.product.is_public for record in records.values()):
        raise stock.NotEnoughStock(part.number)
    stock.hold(wanted)
    for line in lines:
        line.num_allocated, line.allocation_cancelled = line.quantity, False
    Line.objects.bulk_update(lines, ["num_allocated", "allocation_cancelled"])
