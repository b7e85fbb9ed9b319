"""Sellers of the demo market with an account at Stripe, and what Stripe did with transfers to them.

Nothing is asked of Stripe: identifiers say minh-hoa, and the answers are handed to the functions that take them. Where
somebody set up keys of a real account there are none of these.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from sellers.payouts.domain.batches import payable
from sellers.payouts.domain.executing import Told, answer_route
from sellers.payouts.enums import TransferState
from sellers.payouts.models import PayoutBatch, Transfer
from shop.accounts.models import User
from shop.demo.cards import demo_keys
from shop.payment.connect.domain.onboarding import account_moved, opened
from shop.payment.providers import provider
from shop.payment.providers.base import AccountMoved

ROUTE = "stripe"
STILL_ASKED = ("individual.verification.document", "external_account")
REFUSED = "insufficient_capabilities_for_transfer: minh hoạ"


@contextmanager
def stripe_accounts(*, by: User, at: datetime.datetime) -> Iterator[None]:
    """Open accounts for the three sellers who are owed least, two of them ready, and switch Connect on meanwhile."""
    if provider(ROUTE).is_ready():
        yield
        return
    least = payable().order_by("amount_vnd", "pk")[:3]
    for number, payout in enumerate(least, start=1):
        code = f"acct_minh_hoa_{number}"
        opened(seller=payout.seller, external_id=code, actor=by, at=at)
        is_ready = number < 3
        fact = AccountMoved(external_id=code, can_receive=is_ready, needs=() if is_ready else STILL_ASKED)
        account_moved(fact=fact, at=at)
    with demo_keys(STRIPE_CONNECT=True):
        yield


def pay_first(*, batch: PayoutBatch, at: datetime.datetime) -> None:
    """Let Stripe make the first of a batch's transfers."""
    first = next(iter(_sent(batch)), None)
    if first is not None:
        told = Told(text=first.reference, amount_vnd=int(first.amount_vnd), is_done=True, bank_number="tr_minh_hoa_1")
        answer_route(transfer_id=first.pk, told=told, at=at)


def refuse_last(*, batch: PayoutBatch, at: datetime.datetime) -> None:
    """Let Stripe refuse what is left, after the next batch was made, so that finance finds it waiting."""
    for transfer in _sent(batch):
        told = Told(text=transfer.reference, amount_vnd=int(transfer.amount_vnd), is_done=False, problem=REFUSED)
        answer_route(transfer_id=transfer.pk, told=told, at=at)


def _sent(batch: PayoutBatch) -> list[Transfer]:
    return list(
        Transfer.objects.filter(batch=batch, route=ROUTE, state=TransferState.SENT).order_by("amount_vnd", "pk")
    )
