"""What is still to be paid."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Sum

from sellers.models import Partner
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.payment.enums import COUNTED
from shop.payment.holders import Holder
from shop.payment.models import Payment

TAKEN_BACK = (SellerOrderState.CANCELLED, SellerOrderState.RETURNING, SellerOrderState.RETURNED)


def due_vnd(order: Order) -> int:
    """Return what the buyer still has to pay for an order."""
    counted = Payment.objects.filter(order=order, state__in=COUNTED)
    return counted.aggregate(due=Sum(F("amount_vnd") - F("collected_vnd"), default=0))["due"]


def payable_parts(order: Order, holder: Holder) -> list[SellerOrder]:
    """Return the parts whose money `holder` takes: a point all of the order's, a seller the seller's own."""
    parts = order.seller_orders.exclude(state__in=TAKEN_BACK).select_related("order").order_by("pk")
    if isinstance(holder, Partner):
        parts = parts.filter(seller=holder)
    return list(parts)


def total_vnd(parts: Iterable[SellerOrder]) -> int:
    """Return the buyer's price of some parts."""
    return sum(part.total_vnd for part in parts)
