"""Send a guest the link of an order again."""

from __future__ import annotations

import datetime

from shop.communication.sending import tell
from shop.order.models import Order


def send_link(*, number: str, phone: str, site: str, at: datetime.datetime) -> bool:
    """Send an order's link to the phone it was ordered with; returns whether there was one to send.

    At most once an hour for one order, so that nobody can be flooded. phone: E.164.
    """
    order = Order.objects.filter(number=number, buyer_phone=phone).first()
    if order is None:
        return False
    tell(
        key=f"order-link:{order.number}:{at:%Y%m%d%H}",
        recipient=order.buyer_phone,
        template="order_link",
        context={"order": order, "link": f"{site}{order.get_absolute_url()}"},
        is_secret=True,
    )
    return True
