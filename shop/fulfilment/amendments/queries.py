"""Proposals as sellers, buyers and manifests read them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from shop.accounts.models import User
from shop.fulfilment.amendments.models import Amendment, AmendmentItem, AmendmentKind, AmendmentPicture
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


def reported_by(actor: User) -> QuerySet[Amendment]:
    """Return what somebody wrote down about broken goods, newest first, with its pictures."""
    mine = Amendment.objects.filter(kind=AmendmentKind.DAMAGE, proposed_by=actor)
    return mine.select_related("seller_order__seller").prefetch_related("pictures").order_by("-proposed_at", "-pk")


def pictures_by(actor: User) -> QuerySet[AmendmentPicture]:
    """Return the pictures somebody took of what they wrote down."""
    return AmendmentPicture.objects.filter(amendment__proposed_by=actor)


def pictures_of_sellers(seller_ids: Iterable[int]) -> QuerySet[AmendmentPicture]:
    """Return the pictures of goods of some sellers."""
    return AmendmentPicture.objects.filter(amendment__seller_order__seller__in=list(seller_ids))
