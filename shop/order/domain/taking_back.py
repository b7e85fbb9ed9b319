"""A part will not reach its buyer: stock, room on the run and ledger entries go back."""

from __future__ import annotations

import datetime

from sellers import stock
from sellers.movements.models import MovementKind
from shop.order.domain import codes
from shop.order.domain.bookkeeping import post_taken_back
from shop.order.enums import SellerOrderState
from shop.order.lots.domain.allocating import release_lots
from shop.order.models import Line, Order, SellerOrder
from shop.shipping.models import RunSlot

OVER = frozenset({SellerOrderState.DELIVERED, SellerOrderState.RETURNED, SellerOrderState.CANCELLED})


def take_back(*, order: Order, seller_order: SellerOrder, at: datetime.datetime) -> None:
    """Give back what a cancelled or returned part held. The caller has locked both and moved the part.

    The pick-up code dies with the order's last part at the stop.
    """
    _restock(seller_order, at)
    RunSlot.objects.filter(seller_order=seller_order, released_at=None).update(released_at=at)
    post_taken_back(order=order, seller_order=seller_order, at=at)
    close_code_with_last_part(order=order, seller_order=seller_order, at=at)


def close_code_with_last_part(*, order: Order, seller_order: SellerOrder, at: datetime.datetime) -> None:
    """Let the pick-up code die unless another part of the order is still to be collected at the same stop."""
    same_stop = SellerOrder.objects.filter(order=order, run_stop=seller_order.run_stop_id)
    if not same_stop.exclude(state__in=OVER).exists():
        codes.close(order=order, run_stop_id=seller_order.run_stop_id, at=at)


def _restock(seller_order: SellerOrder, at: datetime.datetime) -> None:
    held: dict[int, int] = {}
    lines = seller_order.lines.exclude(stockrecord=None).filter(num_allocated__gt=0)
    for record_id, quantity in lines.values_list("stockrecord_id", "num_allocated"):
        held[record_id] = held.get(record_id, 0) + quantity
    stock.lock(held)
    returned = seller_order.state == SellerOrderState.RETURNED
    kind = MovementKind.RETURNED if returned else MovementKind.RELEASED
    stock.release(held, kind=kind, reference=seller_order.number)
    release_lots(seller_order=seller_order, at=at)
    Line.objects.filter(seller_order=seller_order).update(num_allocated=0, allocation_cancelled=True)
