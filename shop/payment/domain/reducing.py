"""A part costs less than it was placed for: less is asked of the buyer."""

from __future__ import annotations

import datetime

from shop.order.models import SellerOrder
from shop.payment.domain.collecting import locked_payment
from shop.payment.providers import provider


def ask_less(*, seller_order: SellerOrder, amount_vnd: int, reason: str, at: datetime.datetime) -> None:
    """Ask that much less for a part whose order is locked; nothing for zero. Call before locking stock."""
    if amount_vnd:
        payment = locked_payment(seller_order.order)
        provider(payment.provider).cancel(payment=payment, amount_vnd=amount_vnd, at=at)
