"""Lock a listing, move it, write the trail: what every act on a listing does."""

from __future__ import annotations

import datetime
from typing import Any

from sellers.listings.domain.states import Act, after
from sellers.listings.models import Listing
from shop.accounts.models import User
from shop.audit import trail


def locked(listing: Listing) -> Listing:
    """Return the listing read again under a row lock; call inside a transaction."""
    return Listing.objects.select_for_update(of=("self",)).select_related("seller", "product").get(pk=listing.pk)


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
