"""Delivered, paid orders and settled periods."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.utils import timezone

from sellers.models import Partner
from sellers.payouts.domain.settling import settle_period
from sellers.payouts.models import Payout, PayoutPeriod
from shop.fulfilment.models import HandOver
from shop.order.domain.delivered import settle_delivered
from shop.order.domain.taking_back import close_code_with_last_part
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order
from shop.payment.domain.collecting import collect_cash
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory

DAY = datetime.timedelta(days=1)
BANK = {"bank_bin": "970405", "bank_account": "123456789", "bank_holder": "Hợp tác xã Tỏi Đỏ"}


def seller_with_account(**more: Any) -> Partner:
    """Return a seller that money can be sent to."""
    return SellerFactory(**{**BANK, **more})


def deliver(order: Order, *, at: datetime.datetime | None = None, is_paid: bool = True) -> Order:
    """Hand all parts of an order over, for cash."""
    now = at or timezone.now()
    parts = list(order.seller_orders.select_related("run_stop__point"))
    if is_paid:
        collect_cash(order=order, amount_vnd=order.total_vnd, at=now, holder=parts[0].run_stop.point)
    for part in parts:
        for to in (State.PACKED, State.DELIVERED):
            move(seller_order=part, to=to, actor=None, at=now)
        settle_delivered(seller_order=part, at=now)
        close_code_with_last_part(order=order, seller_order=part, at=now)
    HandOver.objects.create(
        order=order,
        run_stop=parts[0].run_stop,
        operator=UserFactory(),
        cash_vnd=order.total_vnd if is_paid else 0,
        found_by="code",
        nonce=str(uuid.uuid4()),
        at=now,
    )
    return order


def delivered_order(seller: Partner, price_vnd: int = 10_000, **more: Any) -> Order:
    """Return an order of one good, handed over for cash."""
    order = placed_order(
        stocked_product(seller=seller, price=price_vnd), stop=more.pop("stop", None) or RunStopFactory()
    )
    return deliver(order, **more)


def settled(*, days_ahead: int = 15) -> PayoutPeriod:
    """Settle one period that ends the day before the clock, which is moved on so that return windows are over."""
    later = timezone.now() + datetime.timedelta(days=days_ahead)
    last = PayoutPeriod.objects.first()
    first = (last.ends_on if last else timezone.localdate(later) - 60 * DAY) + DAY
    return settle_period(days=(first, timezone.localdate(later) - DAY), at=later)


def payout_of(seller: Partner) -> Payout:
    """Return a seller's latest payout."""
    return Payout.objects.filter(seller=seller).latest("period__starts_on")
