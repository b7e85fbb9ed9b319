"""The buyer pays a waiting order in another way."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.checkout.domain.announcing import announce
from shop.order.models import Order
from shop.payment.domain.attempts import choose


@transaction.atomic
def pay_otherwise(*, order: Order, code: str, at: datetime.datetime) -> Order:
    """Switch a waiting order to another way to pay; cash ends the waiting, so the pick-up codes are told.

    Raises shop.payment.domain.attempts.NotWaiting, NotOffered.
    """
    waiting = choose(order=order, code=code, at=at)
    if not waiting.awaits_payment:
        alive = waiting.pick_up_codes.filter(used_at=None).select_related("run_stop__point")
        announce(order=waiting, codes_given=list(alive.order_by("run_stop__arrives_at")))
    return waiting
