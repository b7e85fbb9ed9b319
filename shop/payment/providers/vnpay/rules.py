"""When VNPay is offered: terminal and key are set, and the money may come to the market or its licensed partner."""

from __future__ import annotations

from django.conf import settings

from shop.order.enums import Collector

SMALLEST_VND = 10_000


def is_set_up() -> bool:
    """Return whether the terminal code and its key are there."""
    return bool(settings.VNPAY_TMN_CODE and settings.VNPAY_SECRET) and settings.COLLECTS_MONEY != Collector.SELLER


def within_limits(total_vnd: int) -> bool:
    """Return whether VNPay takes this amount."""
    return total_vnd >= SMALLEST_VND
