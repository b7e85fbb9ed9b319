"""What the bank did with the transfers, and what a seller paid of a debt."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from sellers.payouts.enums import BatchState, PayoutState, TransferState
from sellers.payouts.models import BankAnswer, Payout, Transfer
from sellers.payouts.routes import ROUTES
from shop.accounts.models import User
from shop.audit.trail import record
from shop.crashing import crash_point
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.ledger.models import Transaction

REFERENCE = re.compile(r"CT\d{5,}T\d{6,}")
VERDICTS = ("executed", "rejected", "known", "other_amount", "unknown")


class SeenBefore(Exception):
    """This very file was uploaded before."""


class NoSuchDebt(Exception):
    """The seller's latest payout carries no debt, or less than that."""


@dataclass(frozen=True)
class Told:
    """One row of the bank's answer. text: where the reference stands. is_done: executed, else rejected."""

    text: str
    amount_vnd: int
    is_done: bool
    bank_number: str = ""
    problem: str = ""


@transaction.atomic
def take_answer(*, name: str, data: bytes, told: Sequence[Told], by: User, at: datetime.datetime) -> BankAnswer:
    """Apply the bank's rows and keep what each came to. Raises SeenBefore.

    executed: paid out. rejected: its payout waits for another batch. known: it was answered so before.
    other_amount, unknown: nothing is done, somebody has to look.
    """
    digest = hashlib.sha256(data).hexdigest()
    if BankAnswer.objects.filter(digest=digest).exists():
        raise SeenBefore(name)
    rows = [
        {"text": row.text[:200], "amount_vnd": row.amount_vnd, "number": row.bank_number, "verdict": _take(row, at)}
        for row in told
    ]
    answer = BankAnswer.objects.create(name=name[:120], digest=digest, rows=rows, uploaded_by=by, uploaded_at=at)
    record(actor=by, action="bank_answer.taken", subject=answer, at=at, details={"what": answer.name})
    crash_point("answer.written")
    return answer


def _take(row: Told, at: datetime.datetime) -> str:
    found = REFERENCE.search("".join(row.text.upper().split()))
    standing = Transfer.objects.select_for_update(of=("self",)).select_related("payout", "batch")
    transfer = standing.filter(reference=found.group(), route="").first() if found else None
    if transfer is None or transfer.batch.state != BatchState.APPROVED:
        return "unknown"
    if transfer.amount_vnd != row.amount_vnd:
        return "other_amount"
    if transfer.state != TransferState.SENT:
        wanted = TransferState.EXECUTED if row.is_done else TransferState.REJECTED
        return "known" if transfer.state == wanted else "unknown"
    _answer(transfer, row, at)
    return "executed" if row.is_done else "rejected"


@transaction.atomic
def answer_route(
    *, transfer_id: int, told: Told, at: datetime.datetime, unless_tried_after: datetime.datetime | None = None
) -> Transfer | None:
    """Note what a route did with a transfer; None when it was answered before.

    unless_tried_after: leave it alone, and return None, when the route was asked after that moment.
    """
    standing = _at_route(transfer_id).select_for_update(of=("self",)).select_related("payout", "batch")
    if unless_tried_after is not None:
        standing = standing.exclude(tried_at__gt=unless_tried_after)
    transfer = standing.first()
    if transfer is not None:
        _answer(transfer, told, at)
    return transfer


@transaction.atomic
def route_tried(*, transfer_id: int, at: datetime.datetime) -> bool:
    """Note that a route is asked now; False when the transfer was answered or given up meanwhile."""
    return bool(_at_route(transfer_id).update(tried_at=at))


def route_delayed(*, transfer_id: int, problem: str) -> None:
    """Note why a route did not move the money yet; it is asked again."""
    _at_route(transfer_id).update(problem=problem[:200])


def _at_route(transfer_id: int) -> QuerySet[Transfer]:
    return Transfer.objects.filter(pk=transfer_id, state=TransferState.SENT).exclude(route="")


def _answer(transfer: Transfer, row: Told, at: datetime.datetime) -> None:
    transfer.state = TransferState.EXECUTED if row.is_done else TransferState.REJECTED
    transfer.bank_number, transfer.problem, transfer.answered_at = row.bank_number[:60], row.problem[:200], at
    transfer.save()
    paid = PayoutState.PAID if row.is_done else PayoutState.WAITING
    Payout.objects.filter(pk=transfer.payout_id).update(state=paid)
    if row.is_done:
        _post_paid(transfer, at)
        crash_point("transfer.posted")


def _post_paid(transfer: Transfer, at: datetime.datetime) -> None:
    """seller_settled +amount; treasury:<payer>, or where a route keeps its money, −amount."""
    route = ROUTES.get(transfer.route)
    kind, key = route.account if route else (AccountKind.TREASURY, transfer.batch.payer)
    seller, amount = str(transfer.payout.seller_id), int(transfer.amount_vnd)
    post(
        business_key=f"payout-paid:{transfer.reference}",
        kind="payout-paid",
        sides=[
            Side(AccountKind.SELLER_SETTLED, seller, amount),
            Side(kind, key, -amount),
        ],
        occurred_at=at,
    )


@transaction.atomic
def receive_debt(
    *,
    payout: Payout,
    amount_vnd: int,
    bank_number: str,
    by: User | None,
    at: datetime.datetime,
    into: tuple[AccountKind, str] = (AccountKind.TREASURY, "platform"),
) -> Payout:
    """Record that a seller paid of the debt its latest payout carries: treasury +, seller_settled −.

    into: where the money is now; by None: a route took it back by itself.

    The same bank number again changes nothing. Raises NoSuchDebt.
    """
    mine = Payout.objects.select_for_update(of=("self",)).filter(seller_id=payout.seller_id)
    latest = mine.order_by("-period__starts_on").first()
    key = f"seller-paid-in:{payout.seller_id}:{bank_number}"
    if latest is not None and Transaction.objects.filter(business_key=key).exists():
        return latest
    if latest is None or latest.pk != payout.pk or not 0 < amount_vnd <= -latest.carried_vnd:
        raise NoSuchDebt(amount_vnd)
    post(
        business_key=key,
        kind="seller-paid-in",
        sides=[
            Side(*into, amount_vnd),
            Side(AccountKind.SELLER_SETTLED, str(payout.seller_id), -amount_vnd),
        ],
        occurred_at=at,
    )
    latest.paid_in_vnd += amount_vnd
    latest.carried_vnd += amount_vnd
    latest.save(update_fields=["paid_in_vnd", "carried_vnd"])
    record(actor=by, action="payout.paid_in", subject=latest, at=at, reason=bank_number)
    return latest
