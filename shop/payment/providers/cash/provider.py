"""Cash: asked for when the order is placed, received at a point or at the door."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from shop.ledger.models import Transaction
from shop.order.enums import PaymentMethod
from shop.order.models import Order, SellerOrder
from shop.payment.holders import Holder
from shop.payment.models import Payment, PaymentState
from shop.payment.providers.base import OverRefund
from shop.payment.providers.cash import entries, rules


class CashProvider:
    """Implements shop.payment.providers.base.Provider."""

    code = PaymentMethod.CASH.value
    label = _("Tiền mặt khi nhận hàng")

    def is_offered(self, total_vnd: int) -> bool:
        return rules.within_limit(total_vnd)

    def begin(self, *, order: Order, at: datetime.datetime) -> Payment:
        return Payment.objects.create(
            order=order, provider=self.code, reference=order.number, amount_vnd=order.total_vnd, created_at=at
        )

    def collect(
        self, *, payment: Payment, parts: Sequence[SellerOrder], holder: Holder, at: datetime.datetime
    ) -> Payment:
        if _posted(entries.collected_key(payment.order, parts, holder)):
            return payment
        entries.post_collected(order=payment.order, parts=parts, holder=holder, at=at)
        payment.collected_vnd += sum(part.total_vnd for part in parts)
        return _settle(payment, at)

    def uncollect(
        self, *, payment: Payment, parts: Sequence[SellerOrder], holder: Holder, at: datetime.datetime
    ) -> Payment:
        """Undo a receipt at once: the money went back into the buyer's hand and is asked for again."""
        entries.post_uncollected(order=payment.order, parts=parts, holder=holder, at=at)
        payment.collected_vnd -= sum(part.total_vnd for part in parts)
        return _settle(payment, at)

    def cancel(self, *, payment: Payment, amount_vnd: int, at: datetime.datetime) -> Payment:
        payment.amount_vnd -= amount_vnd
        return _settle(payment, at)

    def refund(
        self, *, payment: Payment, parts: Sequence[SellerOrder], holder: Holder, at: datetime.datetime
    ) -> Payment:
        if _posted(entries.refunded_key(payment.order, parts, holder)):
            return payment
        amount = sum(part.total_vnd for part in parts)
        if amount > payment.collected_vnd:
            raise OverRefund(f"{payment}: {amount} of {payment.collected_vnd}")
        entries.post_refunded(order=payment.order, parts=parts, holder=holder, at=at)
        payment.collected_vnd -= amount
        payment.amount_vnd -= amount
        return _settle(payment, at)


def _posted(business_key: str) -> bool:
    return Transaction.objects.filter(business_key=business_key).exists()


def _settle(payment: Payment, at: datetime.datetime) -> Payment:
    """Let the payment's state follow its amounts."""
    if payment.amount_vnd == 0:
        payment.state, payment.settled_at = PaymentState.CANCELLED, at
    elif payment.collected_vnd == payment.amount_vnd:
        payment.state, payment.settled_at = PaymentState.SUCCEEDED, at
    else:
        payment.state, payment.settled_at = PaymentState.PENDING, None
    payment.save(update_fields=["amount_vnd", "collected_vnd", "state", "settled_at"])
    return payment
