"""Remind buyers of goods that wait at a point, before the time to collect them is over."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction

from shop.communication.sending import tell
from shop.order.enums import SellerOrderState
from shop.order.models import Order
from shop.shipping.models import RunStop


def remind_due(*, at: datetime.datetime) -> int:
    """Tell each buyer once whose goods wait where COLLECT_REMIND_HOURS or less are left; return how many."""
    soon = at + datetime.timedelta(hours=settings.COLLECT_REMIND_HOURS)
    stops = RunStop.objects.filter(collect_by__gt=at, collect_by__lte=soon).select_related("point")
    count = 0
    for stop in stops.order_by("pk"):
        waiting = Order.objects.filter(seller_orders__run_stop=stop, seller_orders__state=SellerOrderState.AT_POINT)
        for order in waiting.order_by("pk").distinct():
            _tell(order, stop, at)
            count += 1
    return count


@transaction.atomic
def _tell(order: Order, stop: RunStop, at: datetime.datetime) -> None:
    tell(
        key=f"collect-reminder:{order.number}:{stop.pk}:{stop.collect_by:%Y%m%d%H}",
        recipient=order.buyer_phone,
        template="collect_reminder",
        context={"order": order, "stop": stop},
        at=at,
    )
