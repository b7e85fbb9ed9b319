"""Remind buyers of goods that wait at a point, before the time to collect them is over."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction

from shop.communication.sending import tell
from shop.fulfilment.collecting.domain.extending import may_extend
from shop.fulfilment.collecting.models import CollectExtension
from shop.order.enums import SellerOrderState
from shop.order.models import Order
from shop.shipping.models import RunStop


def remind_due(*, at: datetime.datetime) -> int:
    """Tell each buyer once whose goods wait where COLLECT_REMIND_HOURS or less are left; return how many.

    Who was given more time is reminded again before that ends.
    """
    soon = at + datetime.timedelta(hours=settings.COLLECT_REMIND_HOURS)
    stops = RunStop.objects.filter(collect_by__gt=at, collect_by__lte=soon).select_related("point")
    count = 0
    for stop in stops.order_by("pk"):
        waiting = Order.objects.filter(seller_orders__run_stop=stop, seller_orders__state=SellerOrderState.AT_POINT)
        waiting = waiting.exclude(collect_extensions__run_stop=stop)
        for order in waiting.order_by("pk").distinct():
            _tell(order, stop, stop.collect_by, at)
            count += 1
    return count + _remind_extended(at, soon)


def _remind_extended(at: datetime.datetime, soon: datetime.datetime) -> int:
    rows = CollectExtension.objects.filter(until__gt=at, until__lte=soon).select_related("order", "run_stop__point")
    count = 0
    for row in rows.order_by("pk"):
        here = row.order.seller_orders.filter(run_stop=row.run_stop, state=SellerOrderState.AT_POINT)
        if here.exists():
            _tell(row.order, row.run_stop, row.until, at)
            count += 1
    return count


@transaction.atomic
def _tell(order: Order, stop: RunStop, until: datetime.datetime, at: datetime.datetime) -> None:
    tell(
        key=f"collect-reminder:{order.number}:{stop.pk}:{until:%Y%m%d%H}",
        recipient=order.buyer_phone,
        template="collect_reminder",
        context={
            "order": order,
            "stop": stop,
            "until": until,
            "days": settings.COLLECT_EXTENSION_DAYS if may_extend(order, stop, at=at) else 0,
        },
        at=at,
    )
