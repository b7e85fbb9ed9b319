"""Buyers hear that their goods are on the way."""

from __future__ import annotations

from django.db import transaction

from shop.communication.sending import tell
from shop.order.enums import SellerOrderState
from shop.order.models import Order
from shop.shipping.models import RunStop


def tell_buyers(*, run_id: int) -> int:
    """Tell each buyer with goods on board of a run that left; return how many were told now or before."""
    count = 0
    for stop in RunStop.objects.filter(run=run_id).select_related("run", "point").order_by("pk"):
        on_board = Order.objects.filter(
            seller_orders__run_stop=stop, seller_orders__state=SellerOrderState.ON_THE_WAY
        ).distinct()
        for order in on_board.order_by("pk"):
            _tell(order, stop)
            count += 1
    return count


@transaction.atomic
def _tell(order: Order, stop: RunStop) -> None:
    tell(
        key=f"run-departed:{order.number}:{stop.pk}",
        recipient=order.buyer_phone,
        template="run_departed",
        context={"order": order, "stop": stop},
    )
