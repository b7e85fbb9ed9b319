"""What Stripe's events say. The event only names a thing; what is true of it now is asked of Stripe."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import stripe
from django.conf import settings

from shop.payment.providers.base import (
    AttemptMoved,
    DisputeMoved,
    Fact,
    Incoming,
    MoneyCame,
    NotGenuine,
    Notice,
    RefundMoved,
    Strange,
    Unreadable,
)
from shop.payment.providers.stripe.accounts import account_fact
from shop.payment.providers.stripe.client import asking
from shop.payment.providers.stripe.entries import CURRENCY, from_stripe

TOLERANCE_S = 300


def read(*, incoming: Incoming) -> list[Notice]:
    """Verify an event over its raw body and return what it means. Raises NotGenuine, Unreadable, Unavailable."""
    body = incoming.body.decode("utf-8", "replace")
    header = incoming.headers.get("stripe-signature", "")
    event = _verified(body, header)
    return [Notice(key=event.id, kind=event.type, body=body, fact=_fact(event.type, event.data.object))]


def _verified(body: str, header: str) -> stripe.Event:
    """Return an event signed with our secret, or with that of connected accounts' events. Raises NotGenuine."""
    secrets = [settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_CONNECT_WEBHOOK_SECRET]
    problem: Exception = ValueError("no secret")
    for secret in filter(None, secrets):
        try:
            return stripe.Webhook.construct_event(
                body, header, secret, tolerance=TOLERANCE_S, api_key=settings.STRIPE_SECRET_KEY
            )
        except (ValueError, stripe.SignatureVerificationError) as refusal:
            problem = refusal
    raise NotGenuine(str(problem)) from None


def _fact(kind: str, about: Any) -> Fact | None:
    reader = next((reader for prefix, reader in READERS.items() if kind.startswith(prefix)), None)
    try:
        return reader(about) if reader else None
    except (AttributeError, KeyError, TypeError) as problem:
        raise Unreadable(f"{kind}: {problem}") from None


def _session(about: Any) -> Fact | None:
    with asking() as client:
        session = client.v1.checkout.sessions.retrieve(about["id"])
    if session.payment_intent:
        intent = session.payment_intent
        return intent_fact(intent if isinstance(intent, str) else intent.id)
    if session.status == "expired" and session.client_reference_id:
        return AttemptMoved(reference=session.client_reference_id, state="failed", reason="Trang thẻ đã đóng")
    return None


def _intent(about: Any) -> Fact | None:
    return intent_fact(about["id"])


def intent_fact(intent_id: str) -> Fact | None:
    """Return what is true of a PaymentIntent now."""
    with asking() as client:
        intent = client.v1.payment_intents.retrieve(intent_id)
    reference = str(getattr(intent.metadata, "reference", ""))
    if not reference:
        return None  # another use of the same account
    if intent.status == "succeeded":
        return _money(intent, reference)
    if intent.status == "processing":
        return AttemptMoved(reference=reference, state="processing")
    if intent.status == "canceled":
        return AttemptMoved(reference=reference, state="failed", reason="Thẻ không được trừ tiền")
    return None  # the buyer is still trying


def _money(intent: Any, reference: str) -> Fact:
    if intent.currency != CURRENCY:
        return Strange(reason=f"{reference}: {intent.amount} {intent.currency}")
    amount = getattr(intent, "amount_received", intent.amount)  # older versions of the interface say it once
    return MoneyCame(
        external_id=intent.id,
        amount_vnd=from_stripe(int(amount)),
        paid_at=datetime.datetime.fromtimestamp(int(intent.created), tz=datetime.UTC),
        reference=reference,
        content=reference,
    )


def _refund(about: Any) -> Fact | None:
    with asking() as client:
        refund = client.v1.refunds.retrieve(about["id"])
    if refund.status == "succeeded":
        return RefundMoved(external_id=refund.id, is_done=True)
    if refund.status in {"failed", "canceled"}:
        return RefundMoved(external_id=refund.id, is_done=False, reason=str(refund.failure_reason or refund.status))
    return None


def _dispute(about: Any) -> Fact | None:
    with asking() as client:
        dispute = client.v1.disputes.retrieve(about["id"])
    if dispute.currency != CURRENCY:
        return Strange(reason=f"dispute {dispute.id}: {dispute.amount} {dispute.currency}")
    intent = dispute.payment_intent
    return DisputeMoved(
        external_id=dispute.id,
        money_id=str(intent if isinstance(intent, str) else intent.id if intent else ""),
        amount_vnd=from_stripe(int(dispute.amount)),
        reason=str(dispute.reason),
        state=str(dispute.status),
    )


def _account(about: Any) -> Fact | None:
    return account_fact(about["id"])


READERS: Mapping[str, Callable[[Any], Fact | None]] = {
    "checkout.session.": _session,
    "payment_intent.": _intent,
    "refund.": _refund,
    "charge.refund.updated": _refund,
    "charge.dispute.": _dispute,
    "account.updated": _account,
}
