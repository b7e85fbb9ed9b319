"""Delivered, paid orders and settled periods."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from sellers.models import Partner
from sellers.payouts.domain.settling import settle_period
from sellers.payouts.models import Payout, PayoutPeriod
from shop.order.models import Order
from tests.factories.delivered import hand_over
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import RunStopFactory

DAY = datetime.timedelta(days=1)
BANK = {"bank_bin": "970405", "bank_account": "123456789", "bank_holder": "Hợp tác xã Tỏi Đỏ"}


def seller_with_account(**more: Any) -> Partner:
    """Return a seller that money can be sent to."""
    return SellerFactory(**{**BANK, **more})


def delivered_order(seller: Partner, price_vnd: int = 10_000, **more: Any) -> Order:
    """Return an order of one good, handed over for cash."""
    order = placed_order(
        stocked_product(seller=seller, price=price_vnd), stop=more.pop("stop", None) or RunStopFactory()
    )
    hand_over(order, **more)
    return order


def settled(*, days_ahead: int = 15) -> PayoutPeriod:
    """Settle one period that ends the day before the clock, which is moved on so that return windows are over."""
    later = timezone.now() + datetime.timedelta(days=days_ahead)
    last = PayoutPeriod.objects.first()
    first = (last.ends_on if last else timezone.localdate(later) - 60 * DAY) + DAY
    return settle_period(days=(first, timezone.localdate(later) - DAY), at=later)


def payout_of(seller: Partner) -> Payout:
    """Return a seller's latest payout."""
    return Payout.objects.filter(seller=seller).latest("period__starts_on")
