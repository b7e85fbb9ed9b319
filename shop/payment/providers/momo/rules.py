"""When MoMo is offered: keys are set, and the money may come to the market or its licensed partner."""

from __future__ import annotations

from django.conf import settings

from shop.order.enums import Collector

SMALLEST_VND, LARGEST_VND = 1_000, 50_000_000


def is_set_up() -> bool:
    """Return whether partner code and keys are there."""
    keys = settings.MOMO_PARTNER_CODE and settings.MOMO_ACCESS_KEY and settings.MOMO_SECRET_KEY
    return bool(keys) and settings.COLLECTS_MONEY != Collector.SELLER


def within_limits(total_vnd: int) -> bool:
    """Return whether MoMo takes this amount."""
    return SMALLEST_VND <= total_vnd <= LARGEST_VND
