"""Money that came by card, and what the buyer's bank says about it later."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from shop.order.models import Order
from shop.payment.domain.notices import take_notice
from shop.payment.enums import RefundState
from shop.payment.models import Dispute, Receipt, Refund
from shop.payment.providers.base import DisputeMoved, MoneyCame, Notice
from tests.factories.payments import attempt


def set_up_cards(settings: Any) -> None:
    """Let orders be paid by card with invented keys."""
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_1", "whsec_1"


def pay_by_card(order: Order, *, money: str = "pi_1") -> Receipt:
    """Let the card network tell that an order's newest attempt was paid."""
    payment = attempt(order)
    fact = MoneyCame(
        external_id=money, amount_vnd=payment.missing_vnd, paid_at=timezone.now(), reference=payment.reference
    )
    take_notice(code="stripe", notice=Notice(key=f"{money}:paid", kind="x", body="{}", fact=fact), at=timezone.now())
    return Receipt.objects.get(provider="stripe", external_id=money)


def dispute_moved(state: str, *, amount_vnd: int, money: str = "pi_1") -> Dispute:
    """Let the buyer's bank move its dispute about a payment."""
    code = f"dp_{money}"
    fact = DisputeMoved(external_id=code, money_id=money, amount_vnd=amount_vnd, reason="fraudulent", state=state)
    notice = Notice(key=f"{code}:{state}", kind="charge.dispute", body="{}", fact=fact)
    take_notice(code="stripe", notice=notice, at=timezone.now())
    return Dispute.objects.get(external_id=code)


def refused_refund() -> Refund:
    """Let Stripe refuse the one refund that is on its way: a charge the bank asks for is not refunded."""
    Refund.objects.filter(state=RefundState.QUEUED).update(state=RefundState.BY_HAND, problem="charge_disputed")
    return Refund.objects.get(state=RefundState.BY_HAND)
