"""Tell a provider that an attempt is over, in a job after the commit."""

from __future__ import annotations

from shop.payment.models import Payment


def close_at_provider(payment: Payment) -> None:
    """Queue the closing of an attempt its provider knows of."""
    from shop.payment.tasks import close_attempt

    if payment.external_id:
        close_attempt.defer(payment_id=payment.pk)
