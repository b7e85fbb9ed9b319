"""Orders handed over to their buyers, the way the counter of a point does it; only the parcels' road is left out."""

from __future__ import annotations

import datetime

from django.utils import timezone

from shop.fulfilment.domain.handover import hand_over as at_the_counter
from shop.fulfilment.queries.cash import due_vnd
from shop.order.domain.delivered import settle_delivered
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, SellerOrder
from tests.factories.road import an_operator, nonce


def hand_over(order: Order, *, at: datetime.datetime | None = None) -> SellerOrder:
    """Hand all parts of an order over at their stop, for the cash that is due; return the first."""
    now = at or timezone.now()
    parts = list(SellerOrder.objects.filter(order=order).select_related("run_stop__point").order_by("pk"))
    stop = parts[0].run_stop
    assert stop is not None
    for part in parts:
        for to in (State.PACKED, State.AT_POINT):
            move(seller_order=part, to=to, actor=None, at=now)
    at_the_counter(
        order=order,
        run_stop=stop,
        operator=an_operator(stop.point),
        cash_vnd=due_vnd(order, parts),
        nonce=nonce(),
        found_by="code",
        at=now,
    )
    return SellerOrder.objects.get(pk=parts[0].pk)


def give_without_payment(order: Order, *, at: datetime.datetime | None = None) -> SellerOrder:
    """Let the books say that an order was received and nothing was paid, which no counter does."""
    now = at or timezone.now()
    parts = list(SellerOrder.objects.filter(order=order).order_by("pk"))
    for part in parts:
        for to in (State.PACKED, State.DELIVERED):
            move(seller_order=part, to=to, actor=None, at=now)
        settle_delivered(seller_order=part, at=now)
    return parts[0]
