"""Tell the buyer that the order was placed."""

from __future__ import annotations

from django.conf import settings

from shop.communication.sending import tell
from shop.order.domain import codes
from shop.order.models import Order, PickUpCode
from shop.shipping.models import RunStop


def announce(*, order: Order, stop: RunStop | None, code: PickUpCode | None) -> None:
    """Queue one message with number, place, time, code and link, in the transaction of the order."""
    tell(
        key=f"order-placed:{order.number}:buyer",
        recipient=order.buyer_phone,
        template="order_placed",
        context={
            "order": order,
            "stop": stop,
            "digits": codes.reveal(code) if code else "",
            "link": f"{settings.SITE_URL}{order.get_absolute_url()}",
        },
        is_secret=True,
    )
