"""Providers pass buyers' money on to the bank, net of their fee; then their clearing account comes to zero.

told by a person   treasury:<payer> +net, provider_fee:<provider> +fee   clearing:<provider> −(net + fee)
seen on the bank   unmatched:vietqr +net, provider_fee:<provider> +fee   clearing:<provider> −(net + fee)

In the second case the bank's own message was booked as money nobody could place; it stays on clearing:vietqr, the
market's account at the bank, until that is passed on itself.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.ledger.domain.posting import Side, post
from shop.ledger.domain.undoing import undo
from shop.ledger.enums import AccountKind
from shop.ledger.models import Account
from shop.ledger.months import booking_moment
from shop.ledger.queries import balance
from shop.payment.enums import ReceiptState
from shop.payment.models import ProviderPayout, Receipt


class MoreThanHeld(Exception):
    """The provider would have passed on more than the ledger says it holds; what came in is to be booked first."""

    def __init__(self, held_vnd: int) -> None:
        super().__init__(held_vnd)
        self.held_vnd = held_vnd


class RecordedBefore(Exception):
    """A payout of this provider with this reference was recorded before."""


class NotWaiting(Exception):
    """The money is no longer money nobody could place."""


def payer_of_today() -> str:
    """Return whose account money goes to and sellers are paid from: the market's, or its licensed partner's."""
    return "partner" if settings.COLLECTS_MONEY == "partner" else "platform"


def held_by(provider: str) -> int:
    """Return what the ledger says a provider holds, in VND."""
    return balance(AccountKind.CLEARING, provider)


@transaction.atomic
def record_payout(
    *,
    provider: str,
    paid_on: datetime.date,
    net_vnd: int,
    fee_vnd: int,
    reference: str,
    by: User,
    at: datetime.datetime,
    receipt: Receipt | None = None,
) -> ProviderPayout:
    """Book what reached the bank and what the provider kept as its fee.

    receipt: the bank's message of it, when it waited as money nobody could place; then net_vnd is its amount.
    Raises RecordedBefore, MoreThanHeld, MonthClosed, NotWaiting.
    """
    moment = booking_moment(paid_on, at=at)
    Account.objects.select_for_update(no_key=True).filter(kind=AccountKind.CLEARING, key=provider).first()
    if ProviderPayout.objects.filter(provider=provider, reference=reference, reversed_at=None).exists():
        raise RecordedBefore(reference)
    if net_vnd + fee_vnd > held_by(provider):
        raise MoreThanHeld(held_by(provider))
    payout = ProviderPayout.objects.create(
        provider=provider,
        payer=payer_of_today(),
        paid_on=paid_on,
        net_vnd=net_vnd,
        fee_vnd=fee_vnd,
        reference=reference,
        receipt=_taken(receipt, net_vnd) if receipt else None,
        recorded_by=by,
        recorded_at=at,
    )
    _post(payout, moment)
    record(actor=by, action="provider_payout.recorded", subject=payout, at=at, details={"what": str(payout)})
    return payout


@transaction.atomic
def take_back_payout(*, payout: ProviderPayout, reason: str, by: User, at: datetime.datetime) -> ProviderPayout:
    """Book the opposite of a payout recorded wrongly; its receipt waits for a person again. Raises TakenBack."""
    mine = undo(row=payout, business_key=_key(payout), reason=reason, by=by, at=at)
    if mine.receipt_id:
        Receipt.objects.filter(pk=mine.receipt_id).update(state=ReceiptState.UNMATCHED)
    details = {"what": str(payout)}
    record(actor=by, action="provider_payout.taken_back", subject=mine, at=at, reason=reason, details=details)
    return mine


def _taken(receipt: Receipt, net_vnd: int) -> Receipt:
    locked = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    if locked.state != ReceiptState.UNMATCHED or locked.amount_vnd != net_vnd:
        raise NotWaiting(str(receipt))
    locked.state = ReceiptState.PROVIDER
    locked.save(update_fields=["state"])
    return locked


def _post(payout: ProviderPayout, at: datetime.datetime) -> None:
    net, fee = int(payout.net_vnd), int(payout.fee_vnd)
    taker = (
        Side(AccountKind.UNMATCHED, payout.receipt.provider, net)
        if payout.receipt
        else Side(AccountKind.TREASURY, payout.payer, net)
    )
    sides = [
        taker,
        Side(AccountKind.PROVIDER_FEE, payout.provider, fee),
        Side(AccountKind.CLEARING, payout.provider, -net - fee),
    ]
    post(business_key=_key(payout), kind="provider-paid", sides=sides, occurred_at=at)


def _key(payout: ProviderPayout) -> str:
    return f"provider-paid:{payout.pk}"
