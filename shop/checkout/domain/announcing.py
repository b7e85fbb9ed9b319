"""Tell the buyer that the order was placed."""

from __future__ import annotations

from collections.abc import Sequence

from shop.communication.sending import tell
from shop.order.domain import codes
from shop.order.models import Order, PickUpCode
from shop.payment.domain.telling import link_to


def announce(*, order: Order, codes_given: Sequence[PickUpCode]) -> None:
    """Queue one message in the transaction of the order: number, place, each run's time and code, link.

    An order that is to be paid first is told until when; its codes follow when it is paid (payment/domain/telling.py).
    """
    if order.awaits_payment:
        _tell(order, "order_awaits_payment", {})
        return
    collections = [(code.run_stop, codes.reveal(code)) for code in codes_given]
    point = collections[0][0].point if collections else None
    _tell(order, "order_placed", {"collections": collections, "point": point})


def _tell(order: Order, template: str, more: dict[str, object]) -> None:
    tell(
        key=f"{template.replace('_', '-')}:{order.number}:buyer",
        recipient=order.buyer_phone,
        template=template,
        context={"order": order, "link": link_to(order), **more},
        is_secret=True,
    )
