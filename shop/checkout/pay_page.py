"""Paying a waiting order: what each attempt needs, how long the goods are held, and the other ways to pay."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property

from shop.order.models import Order
from shop.payment.enums import LIVE, PaymentState
from shop.payment.models import Payment, Refund
from shop.payment.providers import Provider, offered, provider
from shop.payment.providers.base import is_prepaid
from shop.payment.providers.vietqr.entries import BankAccount, account_for
from shop.payment.queries import TAKEN_BACK


def pay_address(order: Order) -> str:
    """Return the address of an order's paying page, with its secret."""
    return f"{reverse('checkout:pay', kwargs={'number': order.number})}?khoa={order.token}"


@dataclass(frozen=True)
class Attempt:
    """One attempt as it is shown. account: for transfers."""

    payment: Payment
    way: Provider
    account: BankAccount | None

    @property
    def is_short(self) -> bool:
        return self.payment.state == PaymentState.PARTLY_PAID

    @property
    def is_paid(self) -> bool:
        return bool(self.payment.collected_vnd)


class PayPage:
    """Everything the paying page reads about one order."""

    def __init__(self, order: Order, now: datetime.datetime) -> None:
        self.order = order
        self.now = now

    @cached_property
    def payments(self) -> list[Payment]:
        rows = Payment.objects.filter(order=self.order).select_related("seller_order__seller", "order")
        return list(rows.order_by("pk"))

    @cached_property
    def attempts(self) -> list[Attempt]:
        """The attempts to show: live ones, and parts of the same order that are paid already."""
        live = [payment for payment in self.payments if payment.is_live]
        paid = [payment for payment in self.payments if payment.seller_order_id and payment.collected_vnd]
        return [self._attempt(payment) for payment in sorted([*paid, *live], key=lambda payment: payment.pk)]

    @property
    def live(self) -> list[Attempt]:
        return [attempt for attempt in self.attempts if attempt.payment.state in LIVE]

    @property
    def is_paid(self) -> bool:
        return self.order.paid_at is not None

    @property
    def is_over(self) -> bool:
        """Whether the order ended, or its time to pay has passed and the job that ends it comes next."""
        return self.order.status in TAKEN_BACK or self.minutes_left == 0

    @property
    def expired(self) -> bool:
        return any(payment.state == PaymentState.EXPIRED for payment in self.payments) or self.minutes_left == 0

    @property
    def is_waiting(self) -> bool:
        return self.order.awaits_payment and not self.is_over

    @property
    def minutes_left(self) -> int:
        left = (self.order.pay_until - self.now).total_seconds() if self.order.pay_until else 0
        return max(0, math.ceil(left / 60))

    @property
    def received_vnd(self) -> int:
        return sum(int(payment.received_vnd) for payment in self.payments)

    @cached_property
    def others(self) -> list[Provider]:
        """Return the other ways in which this order may be paid."""
        parts = [part for part in self.order.seller_orders.select_related("seller") if part.state not in TAKEN_BACK]
        ways = offered(sum(part.total_vnd for part in parts), [part.seller for part in parts])
        now = {attempt.way.code for attempt in self.live}
        return [way for way in ways if way.code not in now]

    @property
    def hosts(self) -> list[str]:
        """Return the origins the page's form may lead to."""
        ways = [attempt.way for attempt in self.live] + self.others
        return sorted({host for way in ways if is_prepaid(way) for host in way.hosts})

    @cached_property
    def refunds(self) -> list[Refund]:
        return list(Refund.objects.filter(receipt__payment__order=self.order).select_related("receipt"))

    @staticmethod
    def _attempt(payment: Payment) -> Attempt:
        account = account_for(payment) if payment.provider == "vietqr" else None
        return Attempt(payment, provider(payment.provider), account)
