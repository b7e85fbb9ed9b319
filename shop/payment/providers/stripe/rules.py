"""When cards are offered: keys are set, and the money may come to the market or its licensed partner."""

from __future__ import annotations

from django.conf import settings

from shop.order.enums import Collector

SMALLEST_VND = 15_000  # Stripe refuses charges below about half a US dollar
LARGEST_VND = 99_999_999


def is_set_up() -> bool:
    """Return whether keys for the interface and for its messages are there."""
    keys = settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET
    return bool(keys) and settings.COLLECTS_MONEY != Collector.SELLER


def within_limits(total_vnd: int) -> bool:
    """Return whether Stripe takes a charge of this amount."""
    return SMALLEST_VND <= total_vnd <= LARGEST_VND
