"""What a seller does while writing: start, save a draft, submit, take back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from sellers.documents.models import Document
from sellers.listings.content import DETAILS, KIND, MONTHS, PACKINGS, Content
from sellers.listings.domain.completeness import Missing, completeness
from sellers.listings.domain.merging import merge
from sellers.listings.domain.record import locked, move
from sellers.listings.domain.states import Act, IllegalMove, after
from sellers.listings.models import Listing, ListingState
from sellers.models import Partner
from shop.accounts.models import User

BEGUN = 20


class Incomplete(Exception):
    """A listing cannot be submitted yet; `missing` says what to mend."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(", ".join(item.field for item in missing))
        self.missing = missing


def default_content(seller: Partner) -> dict[str, Any]:
    """Return what a new listing starts with: the seller's own place."""
    place = ", ".join(str(part) for part in (seller.commune, seller.province) if part)
    return Content(origin=place).as_json()


@transaction.atomic
def start(*, seller: Partner, typed: Mapping[str, Any], actor: User, at: datetime.datetime) -> Listing:
    """Create a draft with what was typed so far."""
    listing = Listing.objects.create(seller=seller, content=kept(typed))
    move(listing=listing, act=Act.EDIT, actor=actor, at=at)
    return listing


@transaction.atomic
def begin(*, seller: Partner, kind: str, actor: User, at: datetime.datetime) -> Listing:
    """Return a draft of this kind: one of the seller's that nobody wrote in yet, else a new one.

    kind: a code of kinds.py.
    """
    Partner.objects.select_for_update(no_key=True).get(pk=seller.pk)  # two taps make one draft
    typed = {**default_content(seller), KIND: kind}
    drafts = Listing.objects.filter(seller=seller, state=ListingState.DRAFT, product=None, pictures=None)
    for listing in drafts.exclude(content__has_any_keys=["name", "category"]).order_by("pk")[:BEGUN]:
        if {name: value for name, value in listing.content.items() if name != KIND} == default_content(seller):
            return save_draft(listing=listing, typed=typed, actor=actor, at=at)
    return start(seller=seller, typed=typed, actor=actor, at=at)


@transaction.atomic
def save_draft(
    *,
    listing: Listing,
    typed: Mapping[str, Any],
    actor: User,
    at: datetime.datetime,
    certificate_document: Document | None = None,
    by_itself: bool = False,
    marks: str = "",
) -> Listing:
    """Keep what was typed, complete or not; what is not in `typed` stays. A live good stays as it was approved.

    certificate_document: a newly uploaded paper; None keeps the one there is. by_itself: the page saves while
    somebody types; the trail then gets one entry for the first change of a version, not one for each pause.
    marks: of the fields as the person saw them (merging.py); what somebody else changed since is not undone.
    Raises IllegalMove while a reviewer has the listing.
    """
    listing = locked(listing)
    content = merged(listing.content, merge(typed=typed, current=listing.content, marks=marks).typed)
    document = certificate_document or listing.certificate_document
    if content == listing.content and document == listing.certificate_document:
        if listing.state == ListingState.SUBMITTED:
            raise IllegalMove(listing.state, Act.EDIT)
        return listing
    listing.content, listing.certificate_document = content, document
    if not (by_itself and after(listing.state, Act.EDIT) == listing.state):
        move(listing=listing, act=Act.EDIT, actor=actor, at=at)
    listing.save()
    return listing


@transaction.atomic
def submit(*, listing: Listing, actor: User, at: datetime.datetime) -> Listing:
    """Hand a complete listing to the reviewers.

    Raises Incomplete with what is missing, IllegalMove when it is not a draft.
    """
    listing = locked(listing)
    found = completeness(listing, today=timezone.localdate(at))
    if not found.is_complete:
        raise Incomplete(found.missing)
    move(listing=listing, act=Act.SUBMIT, actor=actor, at=at)
    listing.submitted_at, listing.submitted_by = at, actor
    listing.save()
    return listing


@transaction.atomic
def recall(*, listing: Listing, actor: User, at: datetime.datetime) -> Listing:
    """Take a submitted listing back to change it. Raises IllegalMove when it was decided meanwhile."""
    listing = locked(listing)
    move(listing=listing, act=Act.RECALL, actor=actor, at=at)
    listing.forget_proposed()
    listing.save()
    return listing


def kept(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return typed values where they can be read and the raw text where not; unknown names are dropped."""
    readable = Content.read(typed).as_json()
    known = Content().__dataclass_fields__
    for name in typed.keys() & known.keys() - readable.keys():
        raw = str(typed[name] if typed[name] is not None else "").replace("\0", "").strip()
        if raw and name not in (MONTHS, DETAILS, PACKINGS):
            readable[name] = raw[:200]
    return readable


def merged(before: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content with what was typed put in; details of other kinds stay, should the kind change back."""
    typed = {**typed}
    if DETAILS in typed:
        typed[DETAILS] = {**before.get(DETAILS, {}), **typed[DETAILS]}
    return {**{name: value for name, value in before.items() if name not in typed}, **kept(typed)}
