"""Orders of the demo market that wait for a transfer stay alive: their time to pay moves on until their run closes."""

from __future__ import annotations

import datetime

from django.conf import settings

from shop.demo.orders import key_of
from shop.demo.tables import rows
from shop.order.models import Order
from shop.payment.enums import LIVE

WAITING = frozenset({"waiting", "partly_paid"})


def keep_waiting(*, now: datetime.datetime) -> int:
    """Give waiting demo orders the whole time to pay again, never beyond their run; return how many."""
    keys = [key_of(row) for row in rows("prepaid") if row["story"] in WAITING]
    orders = Order.objects.filter(is_demo=True, idempotency_key__in=keys, paid_at=None, cancel_until__gt=now)
    moved = 0
    for order in orders.filter(pay_until__isnull=False, payments__state__in=LIVE).distinct():
        order.pay_until = min(now + datetime.timedelta(minutes=settings.PAY_WITHIN_MINUTES), order.cancel_until)
        order.save(update_fields=["pay_until"])
        moved += 1
    return moved
