"""An order with its parts and attempts, locked together: what is asked, what came, what is still due."""

from __future__ import annotations

from dataclasses import dataclass

from shop.order.domain.transitions import lock
from shop.order.models import Order, SellerOrder
from shop.payment.enums import PAID
from shop.payment.models import Payment
from shop.payment.queries import TAKEN_BACK


@dataclass
class Book:
    """One order's money while it is locked."""

    order: Order
    parts: list[SellerOrder]
    payments: list[Payment]

    def payment(self, pk: int) -> Payment:
        """Return the locked row of an attempt."""
        return next(payment for payment in self.payments if payment.pk == pk)

    @property
    def live(self) -> list[Payment]:
        return [payment for payment in self.payments if payment.is_live]

    def standing(self, payment: Payment) -> list[SellerOrder]:
        """Return the parts an attempt pays for that were not taken back."""
        return [part for part in self.parts if part.state not in TAKEN_BACK and covers(payment, part)]

    def overlapping(self, payment: Payment) -> list[Payment]:
        """Return all attempts, this one too, that pay for something this one pays for."""
        mine = payment.seller_order_id
        return [other for other in self.payments if mine is None or other.seller_order_id in {None, mine}]

    def due_vnd(self, payment: Payment) -> int:
        """Return what an attempt could still pay: its parts' totals, or 0 when somebody paid any of them."""
        if any(other.collected_vnd or other.state in PAID for other in self.overlapping(payment)):
            return 0
        return sum(part.total_vnd for part in self.standing(payment))

    @property
    def is_paid(self) -> bool:
        """Whether every part that stands is paid for."""
        owed = sum(part.total_vnd for part in self.parts if part.state not in TAKEN_BACK)
        return sum(int(payment.collected_vnd) for payment in self.payments) >= owed


def covers(payment: Payment, part: SellerOrder) -> bool:
    """Return whether an attempt pays for a part: order-wide ones do for all."""
    return payment.seller_order_id in {None, part.pk}


def open_book(*, order_id: int) -> Book:
    """Lock an order, its parts and its attempts, in this order and before any stock."""
    order, parts = lock(order_id=order_id)
    rows = Payment.objects.select_for_update(of=("self",), no_key=True).filter(order=order).order_by("pk")
    payments = list(rows)
    for payment in payments:
        payment.order = order
    return Book(order, parts, payments)
