"""What reviewers decide about submitted listings."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.listings.checks import forbidden
from sellers.listings.content import Content
from sellers.listings.domain.publish import publish
from sellers.listings.domain.record import locked, move
from sellers.listings.domain.states import Act
from sellers.listings.models import Listing
from sellers.listings.notices import tell_seller
from shop.accounts.models import User


class SeenAnotherVersion(Exception):
    """The seller submitted again after the reviewer opened the page."""


class ReasonMissing(Exception):
    """Asking for changes, rejecting and taking down need a reason the seller can act on."""


class Forbidden(Exception):
    """A good of the administrators' list of forbidden goods; `sentences` say which."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class OwnListing(Exception):
    """Somebody who works for the seller may not judge the seller's listing."""


def approve(*, listing: Listing, seen: datetime.datetime, reviewer: User, at: datetime.datetime) -> Listing:
    """Publish a submitted listing and tell the seller.

    seen: submitted_at of the version the reviewer looked at.
    Raises IllegalMove when it was decided already, SeenAnotherVersion, OwnListing, Forbidden, NotPublishable.
    """
    return _decide(listing=listing, act=Act.APPROVE, seen=seen, reviewer=reviewer, at=at, reason="")


def ask_changes(
    *, listing: Listing, seen: datetime.datetime, reason: str, reviewer: User, at: datetime.datetime
) -> Listing:
    """Send a listing back with what to mend, one point per line. Raises as approve, and ReasonMissing."""
    return _decide(listing=listing, act=Act.ASK_CHANGES, seen=seen, reviewer=reviewer, at=at, reason=reason)


def reject(*, listing: Listing, seen: datetime.datetime, reason: str, reviewer: User, at: datetime.datetime) -> Listing:
    """Refuse a listing. A version approved before stays on the shelf. Raises as approve, and ReasonMissing."""
    return _decide(listing=listing, act=Act.REJECT, seen=seen, reviewer=reviewer, at=at, reason=reason)


@transaction.atomic
def _decide(
    *, listing: Listing, act: Act, seen: datetime.datetime, reviewer: User, at: datetime.datetime, reason: str
) -> Listing:
    reason = reason.strip()
    if act != Act.APPROVE and not reason:
        raise ReasonMissing
    listing = locked(listing)
    if reviewer.grants.filter(seller=listing.seller_id).exists():
        raise OwnListing
    move(listing=listing, act=act, actor=reviewer, at=at, reason=reason, details={"content": listing.content})
    if listing.submitted_at != seen:
        raise SeenAnotherVersion
    if act == Act.APPROVE:
        _require_allowed(listing)
        publish(listing=listing, reviewer=reviewer, at=at)
    if act == Act.REJECT:
        listing.forget_proposed()
    listing.decided_at, listing.reviewer, listing.decision_reason = at, reviewer, reason
    listing.save()
    tell_seller(listing=listing, outcome=str(act), at=at, reason=" ".join(reason.split()))
    return listing


def _require_allowed(listing: Listing) -> None:
    found = [finding.sentence for finding in forbidden(Content.read(listing.content)) if finding.is_forbidden]
    if found:
        raise Forbidden(found)
