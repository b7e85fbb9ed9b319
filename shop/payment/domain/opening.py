"""Write attempts. Their reference is short, ASCII, and names the order, because buyers carry it through a bank."""

from __future__ import annotations

import datetime

from shop.order.models import Order, SellerOrder
from shop.payment.domain.states import open_payment
from shop.payment.models import Payment
from shop.payment.queries import TAKEN_BACK


def open_whole(*, order: Order, code: str, at: datetime.datetime) -> Payment:
    """Write an attempt for all of an order that stands."""
    amount = sum(part.total_vnd for part in order.seller_orders.exclude(state__in=TAKEN_BACK))
    return open_payment(order=order, provider=code, reference=_reference(order, code, None), amount_vnd=amount, at=at)


def open_per_part(*, order: Order, code: str, at: datetime.datetime) -> list[Payment]:
    """Write an attempt for each part, because each seller takes the own money."""
    return [
        open_payment(
            order=order,
            seller_order=part,
            provider=code,
            reference=_reference(order, code, part),
            amount_vnd=part.total_vnd,
            at=at,
        )
        for part in order.seller_orders.exclude(state__in=TAKEN_BACK).order_by("number")
    ]


def _reference(order: Order, code: str, part: SellerOrder | None) -> str:
    """Return "CP26114872", "CP26114872N2" for the second part, "…L2" for a second attempt."""
    name = order.number.replace("-", "")
    if part is not None:
        name += "N" + part.number.rpartition("-")[2]
    earlier = Payment.objects.filter(order=order, seller_order=part, provider=code).count()
    return f"{name}L{earlier + 1}" if earlier else name
