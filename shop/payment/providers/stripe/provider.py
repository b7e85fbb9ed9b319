"""Cards: the order first, then Stripe's page; its signed events are the truth."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sellers.models import Partner
from shop.order.enums import PaymentMethod
from shop.order.models import Order
from shop.payment.domain.finding import by_reference
from shop.payment.domain.opening import open_whole
from shop.payment.models import Payment, Refund
from shop.payment.providers.base import Found, Incoming, MoneyCame, Notice, RefundAnswer
from shop.payment.providers.stripe import rules
from shop.payment.providers.stripe.client import asking
from shop.payment.providers.stripe.entries import to_stripe
from shop.payment.providers.stripe.notices import intent_fact, read
from shop.payment.providers.stripe.pages import close_page, open_page

TAKEN_BACK = "trr_"  # what a seller gave back of a transfer is no card payment


class StripeProvider:
    """Implements shop.payment.providers.base.Prepaid."""

    code = PaymentMethod.STRIPE.value
    label = _("Thẻ Visa, Mastercard, JCB")
    hint = _("Trả trên trang bảo mật của Stripe, chúng tôi không thấy số thẻ")
    is_prepaid = True
    hosts: Sequence[str] = ("https://checkout.stripe.com",)

    def is_ready(self) -> bool:
        return rules.is_set_up()

    def is_offered(self, total_vnd: int, sellers: Sequence[Partner]) -> bool:
        return rules.is_set_up() and rules.within_limits(total_vnd)

    def begin(self, *, order: Order, at: datetime.datetime) -> list[Payment]:
        return [open_whole(order=order, code=self.code, at=at)]

    def continue_at(self, *, payment: Payment, back: str, at: datetime.datetime, address: str) -> str:
        return open_page(payment=payment, back=back, at=at)

    def hear(self, *, incoming: Incoming, at: datetime.datetime) -> list[Notice]:
        return read(incoming=incoming)

    def find(self, money: MoneyCame) -> Found:
        return by_reference(self.code, money.reference)

    def answer(self, outcomes: Sequence[str]) -> tuple[int, Mapping[str, object]]:
        return 200, {"received": True}

    def look(self, *, payment: Payment, at: datetime.datetime) -> list[Notice]:
        with asking() as stripe:
            session = stripe.v1.checkout.sessions.retrieve(payment.external_id)
        intent = session.payment_intent
        if not intent:
            return []
        intent_id = intent if isinstance(intent, str) else intent.id
        fact = intent_fact(intent_id)
        key = f"looked:{intent_id}:{type(fact).__name__}:{getattr(fact, 'state', '')}"
        return [Notice(key=key, kind="looked", body=intent_id, fact=fact)] if fact else []

    def close(self, *, payment: Payment) -> None:
        close_page(payment=payment)

    def send_refund(self, *, refund: Refund, at: datetime.datetime) -> RefundAnswer:
        if refund.receipt.external_id.startswith(TAKEN_BACK):
            return RefundAnswer(by_hand=True, problem=gettext("Tiền thu lại của nhà bán: chuyển khoản trả nhà bán"))
        with asking() as stripe:
            sent = stripe.v1.refunds.create(
                {
                    "payment_intent": refund.receipt.external_id,
                    "amount": to_stripe(int(refund.amount_vnd)),
                    "metadata": {"refund": refund.idempotency_key},
                },
                {"idempotency_key": refund.idempotency_key},
            )
        is_over = sent.status in {"failed", "canceled"}
        return RefundAnswer(
            external_id=sent.id,
            is_done=sent.status == "succeeded",
            by_hand=is_over,
            problem=str(getattr(sent, "failure_reason", "") or "") if is_over else "",
        )
