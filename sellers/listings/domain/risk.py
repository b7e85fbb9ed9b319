"""Which edits of a live good go on sale at once, and which wait for a person.

At once: stock, a price near the one last approved, and facts that cannot mislead (season, pre-order window, weight,
lots), as long as the machine has nothing to remark. Everything else a person looks at.
"""

from __future__ import annotations

import datetime

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
def propose_price(*, listing: Listing, price_vnd: int, actor: User, at: datetime.datetime) -> Listing:
    """Keep a price for a person to look at, and send it; the price on sale stays until it is approved.

    Raises IllegalMove while a reviewer has the listing, Incomplete when the draft lacks something.
    """
    listing = locked(listing)
    after(listing.state, Act.EDIT)
    listing.proposed_price_vnd = price_vnd
    move(listing=listing, act=Act.EDIT, actor=actor, at=at, details={"price_vnd": price_vnd})
    listing.save()
    return submit(listing=listing, actor=actor, at=at)


@transaction.atomic
def price_at_once(*, listing: Listing, record: StockRecord, price_vnd: int, actor: User, at: datetime.datetime) -> int:
    """Return the price that a live good may have now, in VND.

    That is the wanted one inside the band. Outside it the present one stays, and the wanted one waits for a person;
    asked for again, it waits on. Raises IllegalMove, Incomplete as propose_price does.
    """
    now_vnd = int(record.price or 0)
    if price_vnd == now_vnd or is_within_band(price_vnd=price_vnd, approved_vnd=listing.approved_price_vnd):
        return price_vnd
    if listing.state != ListingState.SUBMITTED or listing.proposed_price_vnd != price_vnd:
        propose_price(listing=listing, price_vnd=price_vnd, actor=actor, at=at)
    return now_vnd


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
    if product is None or not product.is_public or listing.proposed_price_vnd or pictures_differ(listing):
        return False
    changed = {change.name for change in differences(listing)}
    return bool(changed) and changed <= HARMLESS and not findings(listing, today=today)


__all__ = [
    "BAND_PERCENT",
    "IllegalMove",
    "is_harmless",
    "is_within_band",
    "let_through",
    "price_at_once",
    "propose_price",
]
