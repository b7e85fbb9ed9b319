"""Take a good off the shelf and put it back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q

from catalogue.models import Product
from sellers.listings.domain.live import differs
from sellers.listings.domain.moderation import ReasonMissing
from sellers.listings.domain.record import locked, move
from sellers.listings.domain.states import Act
from sellers.listings.models import Listing, ListingState
from sellers.listings.notices import tell_seller
from shop.accounts.models import User


class NotOnTheShelf(Exception):
    """The good was never published or is off the shelf already."""


class SellerNotSelling(Exception):
    """The seller is suspended or closed, so nothing goes back on the shelf."""


@transaction.atomic
def withdraw(*, listing: Listing, actor: User, at: datetime.datetime) -> Listing:
    """Hide a good by its seller's wish; placed orders go on. Raises NotOnTheShelf, IllegalMove."""
    listing = locked(listing)
    _require_public(listing)
    move(listing=listing, act=Act.WITHDRAW, actor=actor, at=at)
    _show(listing, False)
    listing.save()
    return listing


@transaction.atomic
def put_back(*, listing: Listing, actor: User, at: datetime.datetime) -> Listing:
    """Show a withdrawn good again as it was approved; an unfinished edit becomes a draft.

    Raises SellerNotSelling, IllegalMove.
    """
    listing = locked(listing)
    if not listing.seller.is_selling:
        raise SellerNotSelling
    move(listing=listing, act=Act.PUT_BACK, actor=actor, at=at)
    _show(listing, True)
    if differs(listing):
        listing.state = ListingState.DRAFT
    listing.save()
    return listing


@transaction.atomic
def take_down(*, listing: Listing, reason: str, actor: User, at: datetime.datetime) -> Listing:
    """Hide a good by an administrator's decision; only a new approval brings it back.

    Raises ReasonMissing, NotOnTheShelf.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    listing = locked(listing)
    if listing.state != ListingState.WITHDRAWN:
        _require_public(listing)
    move(listing=listing, act=Act.TAKE_DOWN, actor=actor, at=at, reason=reason)
    _show(listing, False)
    listing.decided_at, listing.reviewer, listing.decision_reason = at, actor, reason
    listing.save()
    tell_seller(listing=listing, outcome=str(Act.TAKE_DOWN), at=at, reason=reason)
    return listing


@transaction.atomic
def restore(*, listing: Listing, reason: str, actor: User, at: datetime.datetime) -> Listing:
    """Show a good again that was taken down, as it was approved, and tell the seller.

    Raises ReasonMissing, SellerNotSelling, NotOnTheShelf when it was never published, IllegalMove.
    """
    if not reason.strip():
        raise ReasonMissing
    listing = locked(listing)
    if listing.product is None:
        raise NotOnTheShelf
    if not listing.seller.is_selling:
        raise SellerNotSelling
    move(listing=listing, act=Act.RESTORE, actor=actor, at=at, reason=reason.strip())
    _show(listing, True)
    if differs(listing):
        listing.state = ListingState.DRAFT
    listing.decided_at, listing.reviewer, listing.decision_reason = at, actor, ""
    listing.save()
    tell_seller(listing=listing, outcome=str(Act.RESTORE), at=at, reason=reason.strip())
    return listing


def _require_public(listing: Listing) -> None:
    if listing.product is None or not listing.product.is_public:
        raise NotOnTheShelf


def _show(listing: Listing, is_public: bool) -> None:
    offered = Q(pk=listing.product_id) | Q(parent=listing.product_id, packing_no__isnull=False)
    if listing.product:
        Product.objects.filter(offered).update(is_public=is_public)
        listing.product.is_public = is_public
