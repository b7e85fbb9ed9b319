"""Proposals as sellers, buyers and manifests read them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from shop.fulfilment.amendments.models import Amendment, AmendmentItem
from shop.order.models import Order, SellerOrder


def amendments_of(parts: Iterable[SellerOrder | int]) -> QuerySet[Amendment]:
    """Return every proposal about some seller orders with items and outcome, oldest first."""
    items = Prefetch("items", AmendmentItem.objects.select_related("line", "substitute__product").order_by("pk"))
    found = Amendment.objects.filter(seller_order__in=list(parts)).select_related(
        "seller_order__seller", "outcome", "proposed_by"
    )
    return found.prefetch_related(items).order_by("proposed_at", "pk")


def of_order(order: Order) -> QuerySet[Amendment]:
    """Return the proposals about an order's parts."""
    return amendments_of(order.seller_orders.values_list("pk", flat=True))


def is_waiting(part: SellerOrder) -> bool:
    """Return whether a proposal about a seller order waits for its answer."""
    return Amendment.objects.filter(seller_order=part, is_open=True).exists()
