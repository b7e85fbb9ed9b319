"""Lock a listing, move it, write the trail: what every act on a listing does."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q

from sellers.listings.domain.states import Act, after
from sellers.listings.models import Listing
from sellers.models import StockRecord
from shop.accounts.models import User
from shop.audit import trail


def locked(listing: Listing) -> Listing:
    """Return the listing read again under a row lock; call inside a transaction."""
    return Listing.objects.select_for_update(of=("self",)).select_related("seller", "product").get(pk=listing.pk)


def lock_stock(listing: Listing) -> None:
    """Lock the stock of a good and of its packings by primary key, as orders do, so that the two cannot deadlock.

    After the listing, before its product.
    """
    family = Q(product=listing.product_id) | Q(product__parent=listing.product_id, product__parent__isnull=False)
    list(StockRecord.objects.select_for_update(of=("self",), no_key=True).filter(family).order_by("pk"))


def move(
    *,
    listing: Listing,
    act: Act,
    actor: User | None,
    at: datetime.datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Move a locked listing and append to its trail; the caller saves it.

    Raises IllegalMove.
    """
    before = listing.state
    listing.state = after(before, act)
    trail.record(
        actor=actor,
        action=f"listing.{act}",
        subject=listing,
        at=at,
        reason=reason,
        details={"from": before, "to": listing.state, **(details or {})},
    )
