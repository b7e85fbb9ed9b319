"""Listings as rows of the approval queue."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.listings.models import Listing, ListingState
from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.backoffice.queue import LIMIT, QueueFilter, QueueRow

STATES = {
    "cho-xem": ListingState.SUBMITTED,
    "can-bo-sung": ListingState.CHANGES_ASKED,
    "da-duyet": ListingState.PUBLISHED,
    "tu-choi": ListingState.REJECTED,
}


def reviewable_listings(reach: Reach) -> QuerySet[Listing]:
    """Return the listings a reviewer of these provinces may see: those that were sent or are on the shelf."""
    if not reach.roles & {Role.REVIEWER, Role.ADMINISTRATOR}:
        return Listing.objects.none()
    sent = Listing.objects.filter(Q(submitted_at__isnull=False) | Q(product__isnull=False))
    sent = sent.select_related("seller__province", "seller__commune", "product", "certificate_document", "reviewer")
    return reach.within(sent, Role.REVIEWER, "seller__province")


class ListingSource:
    """Goods that sellers want to put on the shelf."""

    kind = "tin-dang"
    title = gettext_lazy("Sản phẩm")

    def rows(self, reach: Reach, wanted: QueueFilter) -> list[QueueRow]:
        found = _matching(reviewable_listings(reach).filter(submitted_at__isnull=False), wanted)
        order = "submitted_at" if wanted.state == "cho-xem" else "-submitted_at"
        return [_row(listing) for listing in found.order_by(order, "pk")[:LIMIT]]

    def waiting(self, reach: Reach) -> int:
        return reviewable_listings(reach).filter(state=ListingState.SUBMITTED).count()


def number_of(listing: Listing) -> str:
    return f"TD-{listing.pk:04d}"


def named(listings: QuerySet[Listing], words: str) -> QuerySet[Listing]:
    """Return listings whose name, seller or number fits the words."""
    digits = words.upper().removeprefix("TD-").lstrip("0")
    number = Q(pk=int(digits)) if digits.isascii() and digits.isdigit() and len(digits) < 10 else Q(pk=None)
    return listings.filter(Q(content__name__icontains=words) | Q(seller__name__icontains=words) | number)


def _matching(listings: QuerySet[Listing], wanted: QueueFilter) -> QuerySet[Listing]:
    listings = listings.filter(state=STATES[wanted.state])
    if wanted.province:
        listings = listings.filter(seller__province=wanted.province)
    if wanted.legal_type:
        listings = listings.filter(seller__legal_type=wanted.legal_type)
    return named(listings, wanted.words) if wanted.words else listings


def _row(listing: Listing) -> QueueRow:
    assert listing.submitted_at is not None  # the rows are those that were sent
    return QueueRow(
        number=number_of(listing),
        title=str(listing),
        place=listing.seller.name,
        kind=ListingSource.kind,
        label=_("Bản sửa sản phẩm") if listing.product_id else _("Sản phẩm mới"),
        waiting_since=listing.submitted_at,
        url=reverse("backoffice:listing", args=[listing.pk]),
        is_again=listing.decided_at is not None,
        reviewer=str(listing.reviewer or ""),
    )
