"""Questions about listings. A seller's room starts from `of_sellers`, so what is another's cannot be returned."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from sellers.listings.models import Listing, ListingState
from sellers.models import StockRecord

LOW_STOCK = 5


def of_sellers(seller_ids: Iterable[int]) -> QuerySet[Listing]:
    """Return the listings of these sellers, last changed first."""
    return Listing.objects.filter(seller__in=list(seller_ids)).select_related("seller", "product")


def counts(seller_ids: Iterable[int]) -> dict[str, int]:
    """Return how many listings these sellers have: on the shelf, waiting, to mend, drafts."""
    return of_sellers(seller_ids).aggregate(
        live=Count("pk", filter=Q(product__is_public=True)),
        waiting=Count("pk", filter=Q(state=ListingState.SUBMITTED)),
        to_mend=Count("pk", filter=Q(state__in=[ListingState.CHANGES_ASKED, ListingState.REJECTED])),
        drafts=Count("pk", filter=Q(state=ListingState.DRAFT)),
    )


def low_stock(seller_ids: Iterable[int]) -> QuerySet[StockRecord]:
    """Return stock of goods on the shelf whose free units are at their mark (LOW_STOCK where none is set) or below."""
    return (
        StockRecord.objects.filter(partner__in=list(seller_ids), product__is_public=True)
        .annotate(free=F("num_in_stock") - F("num_allocated"))
        .filter(free__lte=Coalesce("low_stock_threshold", LOW_STOCK))
        .select_related("product__listing", "product__parent__listing", "partner")
        .order_by("free", "pk")
    )
