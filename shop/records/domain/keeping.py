"""Erase what has been kept long enough. Money, numbers and the ledger stay; what names a person goes.

Terms are rows (RetentionRule) with their legal basis; a rule that is not active erases nothing. Source of the shipped
rows: Decree 248/2026/NĐ-CP Art. 17–18 (listing data at least one year, order and contract data at least three).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from sellers.documents.domain.storing import remove_document
from sellers.documents.models import Document
from sellers.enums import SellerState
from sellers.listings.domain.pictures import discard_unused
from sellers.listings.models import Listing, ListingState
from shop.accounts.models import User
from shop.audit import trail
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order
from shop.records.models import Kept, RetentionRule
from shop.vouchers.models import VoucherUse

BATCH = 500
OVER = (State.DELIVERED, State.RETURNED, State.CANCELLED)
UNFINISHED = (ListingState.DRAFT, ListingState.CHANGES_ASKED, ListingState.REJECTED, ListingState.WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Erased:
    """What a rule erased, or would erase."""

    rule: RetentionRule
    count: int


def rules_on(day: datetime.date) -> list[RetentionRule]:
    """Return the rule in force of each kind."""
    latest: dict[str, RetentionRule] = {}
    for rule in RetentionRule.objects.filter(valid_from__lte=day).order_by("valid_from"):
        latest[rule.kind] = rule
    return [latest[kind] for kind in Kept.values if kind in latest]


def due(rule: RetentionRule, *, at: datetime.datetime) -> QuerySet[Listing] | QuerySet[Order] | QuerySet[Document]:
    """Return what a rule would erase now, the oldest first."""
    before = at - datetime.timedelta(days=rule.keep_days)
    if rule.kind == Kept.LISTINGS:
        return Listing.objects.filter(product=None, state__in=UNFINISHED, updated_at__lt=before).order_by("pk")
    if rule.kind == Kept.ORDERS:
        orders = Order.objects.exclude(buyer_phone="").filter(date_placed__lt=before)
        open_ones = orders.exclude(seller_orders__state__in=OVER).values("pk")
        ended = orders.exclude(pk__in=open_ones).annotate(last=Max("seller_orders__events__at"))
        return ended.filter(last__lt=before).order_by("pk")
    closed = Document.objects.filter(seller__state=SellerState.CLOSED, uploaded_at__lt=before)
    return closed.order_by("pk")


def erase_due(*, at: datetime.datetime, dry_run: bool = False) -> list[Erased]:
    """Erase what active rules say, or with dry_run only count for every rule. Doing it again erases nothing more."""
    done = []
    for rule in rules_on(timezone.localdate(at)):
        if dry_run:
            done.append(Erased(rule=rule, count=due(rule, at=at).count()))
        elif rule.is_active:
            count = 0
            while part := _erase_batch(rule, at):
                count += part
            done.append(Erased(rule=rule, count=count))
            if count:
                details = {"count": count, "kind": rule.kind, "keep_days": rule.keep_days}
                trail.record(actor=None, action="records.erased", subject=rule, at=at, details=details)
    return done


@transaction.atomic
def switch(*, rule: RetentionRule, is_active: bool, actor: User, at: datetime.datetime) -> RetentionRule:
    """Turn a rule on or off."""
    rule = RetentionRule.objects.select_for_update().get(pk=rule.pk)
    rule.is_active = is_active
    rule.save(update_fields=["is_active"])
    trail.record(actor=actor, action="records.rule_on" if is_active else "records.rule_off", subject=rule, at=at)
    return rule


@transaction.atomic
def _erase_batch(rule: RetentionRule, at: datetime.datetime) -> int:
    erase: dict[str, Callable[[list[int]], None]] = {
        Kept.LISTINGS: _erase_listings,
        Kept.ORDERS: _erase_orders,
        Kept.DOCUMENTS: _erase_documents,
    }
    keys = list(due(rule, at=at).values_list("pk", flat=True)[:BATCH])
    if keys:
        erase[rule.kind](keys)
    return len(keys)


def _erase_listings(keys: list[int]) -> None:
    """Delete drafts that never became a good, with their pictures."""
    listings = Listing.objects.filter(pk__in=keys)
    names = [picture.name for listing in listings.prefetch_related("pictures") for picture in listing.pictures.all()]
    listings.delete()
    transaction.on_commit(lambda: discard_unused(names))


def _erase_orders(keys: list[int]) -> None:
    """Take the person out of orders; what was sold, for how much and by whom stays for the books."""
    Order.objects.filter(pk__in=keys).update(
        buyer_name="", buyer_phone="", address_line="", note="", invoice_tax_code="", guest_email="", user=None
    )
    VoucherUse.objects.filter(order__in=keys).update(phone="", user=None)


def _erase_documents(keys: list[int]) -> None:
    for document in Document.objects.filter(pk__in=keys):
        remove_document(document=document)
