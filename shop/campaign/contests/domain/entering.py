"""Sellers enter goods; organisers screen them."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from catalogue.models import Product
from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.contests.models import Category, Contest, ContestState, Entry, EntryState
from shop.campaign.reasons import ReasonMissing
from shop.communication.sending import tell


class EntriesClosed(Exception):
    """The contest takes no entries, or screening is over."""


class NotEligible(Exception):
    """The good is not on sale by this seller, or the seller is from another place."""


class AlreadyEntered(Exception):
    """The good is in this contest."""


@transaction.atomic
def enter(
    *,
    contest: Contest,
    category: Category,
    product: Product,
    seller: Partner,
    pitch: str,
    by: User | None,
    at: datetime.datetime,
) -> Entry:
    """Enter a good. Raises EntriesClosed, NotEligible, AlreadyEntered."""
    held = Contest.objects.select_for_update().get(pk=contest.pk)
    if held.state != ContestState.PUBLISHED or at >= held.entries_until:
        raise EntriesClosed
    own = Product.objects.browsable().filter(pk=product.pk, stockrecords__partner=seller).exists()
    if not own or category.contest_id != held.pk or not _is_from_there(seller, held):
        raise NotEligible
    try:
        with transaction.atomic():
            entry = Entry.objects.create(
                contest=held, category=category, product=product, seller=seller, pitch=pitch, submitted_at=at
            )
    except IntegrityError as twice:
        raise AlreadyEntered from twice
    record(actor=by, action="contest_entry.submitted", subject=entry, at=at)
    return entry


@transaction.atomic
def withdraw(*, entry: Entry, by: User, at: datetime.datetime) -> None:
    """Take an entry back before voting begins. Raises EntriesClosed."""
    _before_opening(entry, at)
    _decide(entry, EntryState.WITHDRAWN, reason="", by=by, at=at)


@transaction.atomic
def admit(*, entry: Entry, by: User | None, at: datetime.datetime) -> None:
    """Let an entry compete under the next number. Raises EntriesClosed once voting began."""
    contest = _before_opening(entry, at)
    if entry.number is None:
        last = Entry.objects.filter(contest=contest).aggregate(last=Max("number"))["last"] or 0
        entry.number = last + 1
    _decide(entry, EntryState.ADMITTED, reason="", by=by, at=at)


@transaction.atomic
def reject(*, entry: Entry, reason: str, by: User | None, at: datetime.datetime) -> None:
    """Refuse an entry; the seller reads why. Raises EntriesClosed, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    _before_opening(entry, at)
    _decide(entry, EntryState.REJECTED, reason=reason.strip(), by=by, at=at)


def _before_opening(entry: Entry, at: datetime.datetime) -> Contest:
    contest = Contest.objects.select_for_update().get(pk=entry.contest_id)
    entry.refresh_from_db()
    if contest.state != ContestState.PUBLISHED or at >= contest.opens_at or entry.state == EntryState.WITHDRAWN:
        raise EntriesClosed
    return contest


def _decide(entry: Entry, state: EntryState, *, reason: str, by: User | None, at: datetime.datetime) -> None:
    entry.state, entry.reason, entry.decided_at, entry.decided_by = state, reason, at, by
    entry.save(update_fields=["state", "number", "reason", "decided_at", "decided_by"])
    record(actor=by, action=f"contest_entry.{state.value}", subject=entry, at=at, reason=reason)
    if state != EntryState.WITHDRAWN and entry.seller.phone:
        tell(
            key=f"contest-entry:{entry.pk}:{at.isoformat()}",
            recipient=entry.seller.phone,
            template="contest_entry_decided",
            context={"entry": entry, "is_admitted": state == EntryState.ADMITTED},
        )


def _is_from_there(seller: Partner, contest: Contest) -> bool:
    if contest.commune_id:
        return bool(seller.commune_id == contest.commune_id)
    return bool(seller.province_id == contest.province_id)
