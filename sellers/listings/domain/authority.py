"""Take-downs that an authority asks for: recorded, carried out or declined within 24 hours, and undone.

Source: Decree 248/2026/NĐ-CP, Art. 17.1.c (a request by a competent authority, not any user's report).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from sellers.documents.domain.storing import store_document
from sellers.documents.models import DocumentKind
from sellers.listings.domain import shelf
from sellers.listings.domain.moderation import ReasonMissing
from sellers.listings.models import Listing, TakeDownRequest, TakeDownState
from shop.accounts.models import User
from shop.audit import trail

TIME_TO_ACT = datetime.timedelta(hours=24)


class AlreadyDecided(Exception):
    """Somebody else carried the request out or declined it."""


class AlreadyRecorded(Exception):
    """This letter of this authority about this listing is recorded."""


class ReceivedLater(Exception):
    """The letter cannot have come after now."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What an authority wrote. received_at: when the platform got it; the clock runs from there."""

    authority: str
    document_no: str
    demand: str
    received_at: datetime.datetime
    scan: UploadedFile | None = None


@transaction.atomic
def record_request(*, listing: Listing, letter: Letter, by: User, at: datetime.datetime) -> TakeDownRequest:
    """Write down a request; due TIME_TO_ACT after it came. Raises ReceivedLater, AlreadyRecorded, DocumentRefused."""
    if letter.received_at > at:
        raise ReceivedLater
    scan = None
    if letter.scan:
        kind = DocumentKind.AUTHORITY_REQUEST
        scan = store_document(upload=letter.scan, kind=kind, by=by, seller=listing.seller)
    try:
        with transaction.atomic():
            request = TakeDownRequest.objects.create(
                listing=listing,
                authority=letter.authority,
                document_no=letter.document_no,
                demand=letter.demand,
                received_at=letter.received_at,
                due_at=letter.received_at + TIME_TO_ACT,
                scan=scan,
                recorded_by=by,
                recorded_at=at,
            )
    except IntegrityError as error:
        raise AlreadyRecorded from error
    _note("recorded", request, by, at)
    return request


@transaction.atomic
def carry_out(*, request: TakeDownRequest, reason: str, by: User, at: datetime.datetime) -> TakeDownRequest:
    """Take the listing down and tell the seller; one that is off the shelf already counts as done.

    Raises ReasonMissing, AlreadyDecided.
    """
    request = _open(request)
    if not reason.strip():
        raise ReasonMissing
    try:
        with transaction.atomic():
            shelf.take_down(listing=request.listing, reason=reason, actor=by, at=at)
    except shelf.NotOnTheShelf:
        pass
    return _decide(request, TakeDownState.DONE, reason, by, at)


@transaction.atomic
def decline(*, request: TakeDownRequest, reason: str, by: User, at: datetime.datetime) -> TakeDownRequest:
    """Leave the listing, with the reason that the authority is answered. Raises ReasonMissing, AlreadyDecided."""
    request = _open(request)
    if not reason.strip():
        raise ReasonMissing
    return _decide(request, TakeDownState.DECLINED, reason, by, at)


@transaction.atomic
def put_back(*, request: TakeDownRequest, reason: str, by: User, at: datetime.datetime) -> TakeDownRequest:
    """Show the listing again when the authority withdrew its request or the fault is mended.

    Raises AlreadyDecided unless it was taken down for this request, and what shelf.restore raises.
    """
    request = _locked(request)
    if request.state != TakeDownState.DONE:
        raise AlreadyDecided
    shelf.restore(listing=request.listing, reason=reason, actor=by, at=at)
    request.state, request.restored_at = TakeDownState.RESTORED, at
    request.save(update_fields=["state", "restored_at"])
    _note("put_back", request, by, at, reason)
    return request


def _locked(request: TakeDownRequest) -> TakeDownRequest:
    rows = TakeDownRequest.objects.select_for_update(of=("self",)).select_related("listing")
    return rows.get(pk=request.pk)


def _open(request: TakeDownRequest) -> TakeDownRequest:
    request = _locked(request)
    if request.state != TakeDownState.OPEN:
        raise AlreadyDecided
    return request


def _decide(
    request: TakeDownRequest, state: TakeDownState, reason: str, by: User, at: datetime.datetime
) -> TakeDownRequest:
    request.state, request.decision_reason = state, reason.strip()
    request.decided_by, request.decided_at = by, at
    request.save(update_fields=["state", "decision_reason", "decided_by", "decided_at"])
    _note(state, request, by, at, reason.strip())
    return request


def _note(act: str, request: TakeDownRequest, by: User, at: datetime.datetime, reason: str = "") -> None:
    details = {"authority": request.authority, "document_no": request.document_no, "request": request.pk}
    trail.record(actor=by, action=f"take_down.{act}", subject=request.listing, at=at, reason=reason, details=details)
