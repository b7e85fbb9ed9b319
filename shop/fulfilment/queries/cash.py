"""What is to be taken in cash, and who holds how much."""

from __future__ import annotations

from collections.abc import Iterable

from shop.order.enums import PaymentMethod
from shop.order.models import Order, SellerOrder


def due_vnd(order: Order, parts: Iterable[SellerOrder]) -> int:
    """Return the cash to take for these parts of an order, in whole VND; zero unless it is paid in cash."""
    return sum(part.total_vnd for part in parts) if order.payment_method == PaymentMethod.CASH else 0
