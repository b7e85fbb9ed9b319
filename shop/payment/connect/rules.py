"""When sellers are paid by Stripe Connect."""

from __future__ import annotations

from django.conf import settings

from shop.payment.providers.stripe.rules import is_set_up


def is_on() -> bool:
    """Return whether it is switched on, keys are there, and buyers' money comes to the market or its partner."""
    return bool(settings.STRIPE_CONNECT) and is_set_up()
