"""Tell the buyer that the order was placed."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from shop.communication.sending import tell
from shop.order.domain import codes
from shop.order.models import Order, PickUpCode


def announce(*, order: Order, codes_given: Sequence[PickUpCode]) -> None:
    """Queue one message with number, place, each run's time and code, and link, in the transaction of the order."""
    collections = [(code.run_stop, codes.reveal(code)) for code in codes_given]
    tell(
        key=f"order-placed:{order.number}:buyer",
        recipient=order.buyer_phone,
        template="order_placed",
        context={
            "order": order,
            "collections": collections,
            "point": collections[0][0].point if collections else None,
            "link": f"{settings.SITE_URL}{order.get_absolute_url()}",
        },
        is_secret=True,
    )
