"""The use of a voucher follows its order: less while parts end, given back once nothing of it stands."""

from __future__ import annotations

import datetime

from django.db.models import Count, Q, Sum

from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.vouchers.domain.using import follow, use_again

ENDED = (SellerOrderState.CANCELLED, SellerOrderState.RETURNED)


def follow_use(*, order: Order, at: datetime.datetime) -> None:
    """Bring the use in line with the order's parts, which are locked and as they are to be."""
    if order.voucher_code:
        count, standing_vnd = _standing(order)
        follow(order_id=order.pk, standing_vnd=standing_vnd, is_over=not count, at=at)


def take_use_again(*, order: Order, at: datetime.datetime) -> None:
    """Take the use of an order whose parts came back. Raises UseGone."""
    if order.voucher_code:
        use_again(order_id=order.pk, standing_vnd=_standing(order)[1], at=at)


def _standing(order: Order) -> tuple[int, int]:
    """Return how many parts stand, and what is taken off them."""
    rows = SellerOrder.objects.filter(Q(order=order), ~Q(state__in=ENDED))
    found = rows.aggregate(count=Count("pk"), total=Sum("discount_vnd", default=0))
    return int(found["count"]), int(found["total"])
