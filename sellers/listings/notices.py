"""Tell the seller what became of a listing."""

from __future__ import annotations

import datetime

from sellers.listings.models import Listing
from shop.communication.sending import tell


def tell_seller(*, listing: Listing, outcome: str, at: datetime.datetime, reason: str = "") -> None:
    """Queue a message to the seller in the transaction of the decision. outcome: name of the template's ending."""
    if not listing.seller.phone:
        return
    tell(
        key=f"listing-{outcome}:{listing.pk}:{at:%Y%m%d%H%M%S%f}",
        recipient=listing.seller.phone,
        template=f"listing_{outcome}",
        context={"listing": listing, "seller": listing.seller, "reason": reason},
    )
