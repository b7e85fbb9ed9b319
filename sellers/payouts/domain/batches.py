"""Transfers go out in batches: one person makes a batch, another approves it, then the bank's file exists."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from sellers.payouts.enums import BatchState, Payer, PayoutState, TransferState
from sellers.payouts.models import Payout, PayoutBatch, PayoutHold, Transfer
from sellers.payouts.routes import ROUTES, destinations
from shop.accounts.models import User
from shop.audit.trail import record
from shop.crashing import crash_point
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry

WITH_BANK_ACCOUNT = Q(seller__bank_bin__gt="", seller__bank_account__gt="")


class NothingToPay(Exception):
    """No payout waits whose seller has an account and whose parts nothing holds."""


class SamePerson(Exception):
    """Whoever made a batch does not approve it."""


class Decided(Exception):
    """The batch was approved or cancelled already."""


class NotWaiting(Exception):
    """The payout is in a batch, paid, or there is nothing to pay."""


class NoBankAccount(Exception):
    """The seller named no bank account."""


def payable() -> QuerySet[Payout]:
    """Return payouts that could go into a batch now, held ones left out."""
    reachable = WITH_BANK_ACCOUNT | Q(by_bank=False, seller__in=list(destinations()))
    waiting = Payout.objects.filter(reachable, state=PayoutState.WAITING)
    return waiting.exclude(pk__in=held_payout_ids()).select_related("seller", "period").order_by("pk")


def held_payout_ids() -> list[int]:
    """Return unpaid payouts in which a part was settled that something holds since."""
    held = PayoutHold.objects.filter(released_at=None).values("part_number")
    entries = Entry.objects.filter(
        account__kind=AccountKind.SELLER_SETTLED, line_key__in=held, transaction__kind="part-settled"
    )
    found = {
        (int(key.split(":")[1]), int(seller))
        for key, seller in entries.values_list("transaction__business_key", "account__key")
    }
    unpaid = Payout.objects.filter(
        state__in=[PayoutState.WAITING, PayoutState.IN_BATCH], period__in={period for period, _ in found}
    )
    return [pk for pk, *of in unpaid.values_list("pk", "period_id", "seller_id") if tuple(of) in found]


@transaction.atomic
def make_batch(*, by: User, at: datetime.datetime) -> PayoutBatch:
    """Put every payout that can be paid into a new batch. Raises NothingToPay."""
    payouts = list(payable().select_for_update(of=("self",)))
    if not payouts:
        raise NothingToPay
    payer = Payer.PARTNER if settings.COLLECTS_MONEY == Payer.PARTNER else Payer.PLATFORM
    batch = PayoutBatch.objects.create(payer=payer, created_by=by, created_at=at)
    routes = destinations()
    Transfer.objects.bulk_create(
        _transfer(batch, payout, None if payout.by_bank else routes.get(payout.seller_id)) for payout in payouts
    )
    Payout.objects.filter(pk__in=[payout.pk for payout in payouts]).update(state=PayoutState.IN_BATCH)
    record(actor=by, action="payout_batch.made", subject=batch, at=at, details={"what": str(batch)})
    crash_point("batch.written")
    return batch


@transaction.atomic
def approve_batch(*, batch: PayoutBatch, by: User, at: datetime.datetime) -> PayoutBatch:
    """Let a batch go to the bank. What was held meanwhile falls out of it. Raises SamePerson, Decided, NothingToPay."""
    locked = _pending(batch)
    if locked.created_by_id == by.pk:
        raise SamePerson
    drop = locked.transfers.filter(payout__in=held_payout_ids())
    Payout.objects.filter(transfers__in=drop).update(state=PayoutState.WAITING)
    drop.update(state=TransferState.CANCELLED)
    if not locked.transfers.filter(state=TransferState.WAITING).update(state=TransferState.SENT):
        raise NothingToPay
    for code, route in ROUTES.items():
        mine = locked.transfers.filter(state=TransferState.SENT, route=code).order_by("pk")
        route.queue(mine.values_list("pk", flat=True))
    decided = _decide(locked, BatchState.APPROVED, by, at)
    crash_point("batch.approved")
    return decided


@transaction.atomic
def cancel_batch(*, batch: PayoutBatch, by: User, at: datetime.datetime) -> PayoutBatch:
    """Give a batch up before it is approved; its payouts wait again. Raises Decided."""
    locked = _pending(batch)
    Payout.objects.filter(transfers__batch=locked, state=PayoutState.IN_BATCH).update(state=PayoutState.WAITING)
    locked.transfers.update(state=TransferState.CANCELLED)
    return _decide(locked, BatchState.CANCELLED, by, at)


@transaction.atomic
def choose_way(*, payout: Payout, by_bank: bool, by: User, at: datetime.datetime) -> Payout:
    """Let a waiting payout go by the bank's file, or again by the route its seller has, with the next batch.

    What was in a batch stays as it went. Raises NotWaiting, NoBankAccount.
    """
    locked = Payout.objects.select_for_update(of=("self",)).select_related("seller").get(pk=payout.pk)
    if locked.state != PayoutState.WAITING:
        raise NotWaiting(locked.state)
    if by_bank and not (locked.seller.bank_bin and locked.seller.bank_account):
        raise NoBankAccount(locked.seller.name)
    if locked.by_bank != by_bank:
        locked.by_bank = by_bank
        locked.save(update_fields=["by_bank"])
        record(actor=by, action="payout.by_bank" if by_bank else "payout.by_route", subject=locked, at=at)
    return locked


def _pending(batch: PayoutBatch) -> PayoutBatch:
    locked = PayoutBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.state != BatchState.PENDING:
        raise Decided(locked.state)
    return locked


def _decide(batch: PayoutBatch, to: BatchState, by: User, at: datetime.datetime) -> PayoutBatch:
    batch.state, batch.decided_by, batch.decided_at = to, by, at
    batch.save(update_fields=["state", "decided_by", "decided_at"])
    record(actor=by, action=f"payout_batch.{to.value}", subject=batch, at=at, details={"what": str(batch)})
    return batch


def _transfer(batch: PayoutBatch, payout: Payout, way: tuple[str, str] | None) -> Transfer:
    seller = payout.seller
    return Transfer(
        batch=batch,
        payout=payout,
        amount_vnd=payout.amount_vnd,
        reference=f"CT{batch.pk:05d}T{payout.pk:06d}",
        bank_bin=seller.bank_bin,
        bank_account=seller.bank_account,
        bank_holder=seller.bank_holder or seller.name,
        route=way[0] if way else "",
        destination=way[1] if way else "",
    )
