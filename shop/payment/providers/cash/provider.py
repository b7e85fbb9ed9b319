"""Cash: asked for when the order is placed, received at a point or at the door."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.models import Partner
from shop.ledger.models import Transaction
from shop.money.formatting import vnd
from shop.order.enums import PaymentMethod
from shop.order.models import Order, SellerOrder
from shop.payment.domain.opening import open_whole
from shop.payment.domain.states import PaymentStep, move_payments
from shop.payment.enums import PaymentState
from shop.payment.holders import Holder
from shop.payment.models import Payment
from shop.payment.providers.base import OverRefund
from shop.payment.providers.cash import entries, rules


class CashProvider:
    """Implements shop.payment.providers.base.Provider."""

    code = PaymentMethod.CASH.value
    label = gettext_lazy("Tiền mặt khi nhận hàng")
    is_prepaid = False

    @property
    def hint(self) -> str:
        return _("Trả khi nhận hàng, tối đa %(limit)s mỗi đơn") % {"limit": vnd(settings.CASH_LIMIT_VND)}

    def is_ready(self) -> bool:
        return True

    def is_offered(self, total_vnd: int, sellers: Sequence[Partner]) -> bool:
        return rules.within_limit(total_vnd)

    def begin(self, *, order: Order, at: datetime.datetime) -> list[Payment]:
        return [open_whole(order=order, code=self.code, at=at)]

    def collect(
        self, *, payment: Payment, parts: Sequence[SellerOrder], holder: Holder, at: datetime.datetime
    ) -> Payment:
        self.collect_all([entries.CashReceipt(payment, parts, holder, at)])
        return payment

    def collect_all(self, receipts: Sequence[entries.CashReceipt]) -> None:
        """Collect for many orders, one receipt each; the statements do not grow with them."""
        fresh = entries.post_collected(receipts)
        for one in fresh:
            amount = sum(part.total_vnd for part in one.parts)
            one.payment.received_vnd += amount
            one.payment.collected_vnd += amount
        move_payments([PaymentStep(one.payment, _state(one.payment), one.at) for one in fresh])

    def uncollect(
        self, *, payment: Payment, parts: Sequence[SellerOrder], holder: Holder, at: datetime.datetime
    ) -> Payment:
        """Undo a receipt at once: the money went back into the buyer's hand and is asked for again."""
        entries.post_uncollected(order=payment.order, parts=parts, holder=holder, at=at)
        amount = sum(part.total_vnd for part in parts)
        payment.received_vnd -= amount
        payment.collected_vnd -= amount
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
        payment.returned_vnd += amount
        return _settle(payment, at)

    def give_back(self, *, payment: Payment, amount_vnd: int, at: datetime.datetime) -> Payment:
        """Set so much of what was received apart for the buyer. Raises OverRefund."""
        if amount_vnd > payment.collected_vnd:
            raise OverRefund(f"{payment}: {amount_vnd} of {payment.collected_vnd}")
        payment.collected_vnd -= amount_vnd
        payment.amount_vnd -= amount_vnd
        payment.returned_vnd += amount_vnd
        return _settle(payment, at)


def _posted(business_key: str) -> bool:
    return Transaction.objects.filter(business_key=business_key).exists()


def _settle(payment: Payment, at: datetime.datetime) -> Payment:
    """Let the payment's state follow its amounts."""
    move_payments([PaymentStep(payment, _state(payment), at)])
    return payment


def _state(payment: Payment) -> PaymentState:
    """Return the state that a payment's amounts give it."""
    if payment.amount_vnd == 0:
        return PaymentState.REFUNDED if payment.returned_vnd else PaymentState.CANCELLED
    if payment.collected_vnd == payment.amount_vnd:
        return PaymentState.PARTLY_REFUNDED if payment.returned_vnd else PaymentState.SUCCEEDED
    return PaymentState.PENDING
