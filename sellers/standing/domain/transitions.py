"""Legal moves of a seller. Pure table; every move is written by `move` and stands in the trail."""

from __future__ import annotations

import datetime

from sellers.enums import SellerState
from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record

FIRST = SellerState.APPROVED
MOVES: dict[SellerState, frozenset[SellerState]] = {
    SellerState.APPROVED: frozenset({SellerState.SUSPENDED, SellerState.CLOSED}),
    SellerState.SUSPENDED: frozenset({SellerState.APPROVED, SellerState.CLOSED}),
    SellerState.CLOSED: frozenset(),
}


class IllegalMove(Exception):
    """The seller does not stand so that this could follow; somebody else was faster."""


def move(
    *, seller: Partner, to: SellerState, action: str, by: User | None, at: datetime.datetime, reason: str
) -> Partner:
    """Move a locked seller, with its line in the trail. Raises IllegalMove."""
    before = SellerState(seller.state)
    if to not in MOVES[before]:
        raise IllegalMove
    seller.state = to
    seller.save(update_fields=["state"])
    details = {"from": before.value, "to": to.value}
    record(actor=by, action=action, subject=seller, at=at, reason=reason, details=details)
    return seller
