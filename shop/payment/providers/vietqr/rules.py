"""When a transfer is offered."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from sellers.models import Partner
from shop.order.enums import Collector

WITHOUT_NOTICES_MINUTES = 12 * 60


def is_set_up() -> bool:
    """Return whether transfers would be noticed in time: by signed messages, or by statements of a long deadline."""
    noticed = settings.BANK_NOTICE_SECRET or settings.PAY_WITHIN_MINUTES >= WITHOUT_NOTICES_MINUTES
    if settings.COLLECTS_MONEY == Collector.SELLER:
        return bool(noticed)
    return bool(noticed and settings.VIETQR_BIN and settings.VIETQR_ACCOUNT and settings.VIETQR_HOLDER)


def can_be_paid(sellers: Sequence[Partner]) -> bool:
    """Return whether there is an account for every part: sellers who collect need one of their own."""
    if settings.COLLECTS_MONEY != Collector.SELLER:
        return True
    return all(seller.bank_bin and seller.bank_account and seller.bank_holder for seller in sellers)
