"""An order and those that were added to it for the same stop (`added_to` names the first)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder

STANDING = (SellerOrderState.PLACED, SellerOrderState.CONFIRMED, SellerOrderState.PACKED)


def family_of(order: Order) -> QuerySet[Order]:
    """Return an order's family, the first one first."""
    first = order.added_to_id or order.pk
    return Order.objects.filter(Q(pk=first) | Q(added_to=first)).order_by("pk")


def linked_parts(part: SellerOrder) -> QuerySet[SellerOrder]:
    """Return what the same seller sends to the same stop for other orders of the family, cancelled ones left out."""
    if part.run_stop_id is None:
        return SellerOrder.objects.none()
    others = family_of(part.order).exclude(pk=part.order_id)
    same = SellerOrder.objects.filter(order__in=others, seller=part.seller_id, run_stop=part.run_stop_id)
    return same.exclude(state=SellerOrderState.CANCELLED).select_related("order").order_by("pk")
