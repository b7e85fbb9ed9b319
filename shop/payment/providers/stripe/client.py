"""The one place that talks to Stripe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import stripe
from django.conf import settings
from stripe import StripeClient

from shop.payment.providers.base import Unavailable


def client() -> StripeClient:
    """Return a client with the key and address of the settings; it retries lost connections by itself."""
    base = settings.STRIPE_API_BASE
    return StripeClient(settings.STRIPE_SECRET_KEY, base_addresses={"api": base} if base else {}, max_network_retries=2)


@contextmanager
def asking() -> Iterator[StripeClient]:
    """Yield the client; whatever Stripe refuses or cannot do now becomes Unavailable."""
    try:
        yield client()
    except stripe.StripeError as problem:
        raise Unavailable(f"{type(problem).__name__}: {problem.user_message or problem}") from problem
