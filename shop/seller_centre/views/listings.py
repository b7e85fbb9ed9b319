"""A seller's listings."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sellers.listings.models import ListingState
from sellers.listings.queries import counts, of_sellers
from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.seller_centre.frame import current_seller, render

PER_PAGE = 30
FILTERS = {
    "dang-ban": {"product__is_public": True},
    "cho-xem": {"state": ListingState.SUBMITTED},
    "can-sua": {"state__in": [ListingState.CHANGES_ASKED, ListingState.REJECTED]},
    "nhap": {"state": ListingState.DRAFT},
    "da-an": {"product__is_public": False},
}


@require_safe
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """The listings of the current seller, by where they stand, found by name."""
    seller = current_seller(request)
    mine = {seller.pk} & set(request.reach.listing_seller_ids)
    listings = of_sellers(mine).prefetch_related("pictures", "product__stockrecords")
    chosen = request.GET.get("loc", "")
    wanted = request.GET.get("q", "").strip()[:80]
    if chosen in FILTERS:
        listings = listings.filter(**FILTERS[chosen])
    if wanted:
        listings = listings.filter(content__name__icontains=wanted)
    return render(
        request,
        "seller_centre/listings.html",
        seller=seller,
        tab="listings",
        shown=Paginator(listings, PER_PAGE).get_page(request.GET.get("trang")),
        chosen=chosen,
        wanted=wanted,
        listing_counts=counts(mine),
    )
