"""Baskets and placed orders, made the way buyers make them: through place_order."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import Any

from django.utils import timezone

from catalogue.models import Product
from sellers.strategy import Market
from shop.basket.applied import applied_to
from shop.basket.models import Basket
from shop.basket.queries import contents_of
from shop.checkout.domain.details import CheckoutDetails
from shop.checkout.domain.place import place_order
from shop.order.models import Order
from shop.shipping.models import RunStop
from shop.vouchers.models import BasketVoucher, Voucher
from tests.factories.goods import stocked_product
from tests.factories.places import RunStopFactory

BUYER_PHONE = "+84912345678"


def basket_with(*lines: Product | tuple[Product, int], owner: Any = None) -> Basket:
    """Return an open basket; each line is a stocked product, or a product and a quantity."""
    basket = Basket.objects.create(owner=owner)
    basket.strategy = Market()
    for line in lines or (stocked_product(),):
        product, quantity = line if isinstance(line, tuple) else (line, 1)
        basket.add_product(product, quantity)
    return basket


def goods_total(basket: Basket) -> int:
    """Return what the basket's lines come to, in VND."""
    return sum(int(line.price_incl_tax) * line.quantity for line in basket.lines.all())


def checkout_details(basket: Basket, *, stop: RunStop | None = None, **changes: Any) -> CheckoutDetails:
    """Return answers for pick-up at `stop`; name what differs. expected_total_vnd defaults to goods and fees."""
    if stop is not None:
        sellers = basket.lines.values("stockrecord__partner").distinct().count()
        changes = {"run_stop_id": stop.pk, **changes}
        changes.setdefault("expected_total_vnd", goods_total(basket) + int(stop.point.fee_vnd) * sellers)
    changes.setdefault("expected_total_vnd", goods_total(basket))
    return CheckoutDetails(**{"buyer_phone": BUYER_PHONE, "buyer_name": "Nguyễn Thị Lan", **changes})


def placed_order(
    *lines: Product | tuple[Product, int],
    stop: RunStop | None = None,
    now: datetime.datetime | None = None,
    user: Any = None,
    voucher: Voucher | None = None,
    **changes: Any,
) -> Order:
    """Return an order placed for pick-up (`stop` is made when not given); changes go to CheckoutDetails.

    voucher: its code was entered, and the buyer saw what it takes off.
    """
    basket = basket_with(*lines)
    if stop is None and changes.get("delivery_kind") != "home":
        stop = RunStopFactory()
    details = checkout_details(basket, stop=stop, **changes)
    if voucher is not None:
        details = with_voucher(basket, details, voucher, at=now or timezone.now())
    return place_order(
        basket=basket, details=details, idempotency_key=uuid.uuid4(), now=now or timezone.now(), user=user
    )


def with_voucher(
    basket: Basket, details: CheckoutDetails, voucher: Voucher, *, at: datetime.datetime
) -> CheckoutDetails:
    """Enter a voucher for a basket; return the answers of a buyer who saw what it takes off."""
    BasketVoucher.objects.create(basket=basket, voucher=voucher, entered_at=at)
    applied = applied_to(basket=basket, contents=contents_of(basket), at=at)
    assert applied is not None
    return replace(details, expected_total_vnd=details.expected_total_vnd - applied.amount_vnd)
