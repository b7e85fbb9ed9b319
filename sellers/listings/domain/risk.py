"""Which edits of a live good go on sale at once, and which wait for a person.

At once: stock, a price near the one last approved, and facts that cannot mislead (season, pre-order window, weight,
lots), as long as the machine has nothing to remark. Everything else a person looks at.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from sellers.listings.checks import findings
from sellers.listings.content import PREORDER
from sellers.listings.domain.live import differences, pictures_differ
from sellers.listings.domain.publish import publish
from sellers.listings.domain.record import locked, move
from sellers.listings.domain.states import Act, IllegalMove, after
from sellers.listings.domain.writing import submit
from sellers.listings.models import Listing, ListingState
from sellers.models import StockRecord
from shop.accounts.models import User

# How far, in percent, a price may leave the last approved one without a person looking at it.
BAND_PERCENT = 30
HARMLESS = frozenset(
    {"season_months", "weight_g", "lot_code", "lot_produced_on", "lot_expires_on", "lot_quantity", *PREORDER}
)


def is_within_band(*, price_vnd: int, approved_vnd: int | None) -> bool:
    """Return whether a price may change at once: at most BAND_PERCENT above or below the approved one."""
    if not approved_vnd:
        return True
    return abs(price_vnd - approved_vnd) * 100 <= approved_vnd * BAND_PERCENT


@transaction.atomic
def propose_price(
    *,
    listing: Listing,
    price_vnd: int | None = None,
    packings: Mapping[int, int] | None = None,
    actor: User,
    at: datetime.datetime,
) -> Listing:
    """Keep prices for a person to look at, and send them; the prices on sale stay until they are approved.

    price_vnd: of the good itself; packings: number of a packing -> VND. What is asked for already waits on.
    Raises IllegalMove while a reviewer has the listing, Incomplete when the draft lacks something.
    """
    listing = locked(listing)
    own = price_vnd or listing.proposed_price_vnd
    further = {**listing.proposed_packings, **{str(number): vnd for number, vnd in (packings or {}).items()}}
    same = (own, further) == (listing.proposed_price_vnd, listing.proposed_packings)
    if same and listing.state == ListingState.SUBMITTED:
        return listing
    after(listing.state, Act.EDIT)
    listing.proposed_price_vnd, listing.proposed_packings = own, further
    move(listing=listing, act=Act.EDIT, actor=actor, at=at, details={"price_vnd": own, "packings": further})
    listing.save()
    return submit(listing=listing, actor=actor, at=at)


def needs_a_person(*, record: StockRecord, price_vnd: int, approved_vnd: int | None) -> bool:
    """Return whether a live good or packing may not get this price at once. approved_vnd: middle of the band."""
    return price_vnd != int(record.price or 0) and not is_within_band(price_vnd=price_vnd, approved_vnd=approved_vnd)


@transaction.atomic
def let_through(*, listing: Listing, at: datetime.datetime) -> bool:
    """Publish a submitted edit by itself when it is harmless; return whether it was."""
    listing = locked(listing)
    if listing.state != ListingState.SUBMITTED or not is_harmless(listing, today=timezone.localdate(at)):
        return False
    move(listing=listing, act=Act.APPROVE, actor=None, at=at, details={"content": listing.content, "by": "rules"})
    publish(listing=listing, reviewer=None, at=at)
    listing.decided_at, listing.reviewer, listing.decision_reason = at, None, ""
    listing.save()
    return True


def is_harmless(listing: Listing, *, today: datetime.date) -> bool:
    """Return whether an edit of a good on the shelf changes nothing that a person must see."""
    product = listing.product
    if product is None or not product.is_public or listing.proposed_price_vnd or listing.proposed_packings:
        return False
    if pictures_differ(listing):
        return False
    changed = {change.name for change in differences(listing)}
    return bool(changed) and changed <= HARMLESS and not findings(listing, today=today)


__all__ = [
    "BAND_PERCENT",
    "HARMLESS",
    "IllegalMove",
    "is_harmless",
    "is_within_band",
    "let_through",
    "needs_a_person",
    "propose_price",
]
