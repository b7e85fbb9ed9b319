"""Lead the buyer to Stripe's page, where the card and its 3-D Secure step are handled."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from shop.crashing import crash_point
from shop.payment.models import Payment
from shop.payment.providers.base import Unavailable
from shop.payment.providers.stripe.client import asking
from shop.payment.providers.stripe.entries import CURRENCY, to_stripe

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

SHORTEST = datetime.timedelta(minutes=31)  # Stripe keeps a page open for at least 30 minutes


def open_page(*, payment: Payment, back: str, at: datetime.datetime) -> str:
    """Return the address of a page for what the attempt asks; asking twice for one amount gives the same page."""
    until = max(payment.order.pay_until or at, at + SHORTEST)
    params = session_params(payment, back, until)
    with asking() as stripe:
        session = stripe.v1.checkout.sessions.create(
            params, {"idempotency_key": f"session-{payment.reference}-{payment.amount_vnd}"}
        )
    crash_point("page.opened")
    if not session.url:
        raise Unavailable("the page is closed")
    Payment.objects.filter(pk=payment.pk).update(external_id=session.id)
    return session.url


def session_params(payment: Payment, back: str, until: datetime.datetime) -> SessionCreateParams:
    """Return what the page is for: one line with the order's number and price, and our reference on the money."""
    number = payment.order.number
    return {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        "client_reference_id": payment.reference,
        "success_url": back,
        "cancel_url": back,
        "locale": "vi",
        "expires_at": int(until.timestamp()) // 60 * 60,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": CURRENCY,
                    "unit_amount": to_stripe(int(payment.amount_vnd)),
                    "product_data": {"name": f"Chợ Phiên {number}"},
                },
            }
        ],
        "payment_intent_data": {
            "metadata": {"reference": payment.reference, "order": number},
            "transfer_group": number,
        },
        "metadata": {"reference": payment.reference},
    }


def close_page(*, payment: Payment) -> None:
    """Close an attempt's page; one that is used or closed already stays as it is."""
    with asking() as stripe:
        session = stripe.v1.checkout.sessions.retrieve(payment.external_id)
        if session.status == "open":
            stripe.v1.checkout.sessions.expire(payment.external_id)
