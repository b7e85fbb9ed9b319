"""A debt of a seller (goods that came back after the payout) is taken back from transfers that Stripe made before."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from sellers.payouts.domain.executing import receive_debt
from sellers.payouts.enums import TransferState
from sellers.payouts.models import Payout, Transfer
from shop.accounts.models import User
from shop.audit.trail import record
from shop.crashing import crash_point
from shop.ledger.enums import AccountKind
from shop.payment.connect.models import ConnectReversal
from shop.payment.connect.rules import is_on
from shop.payment.domain.receiving import receive
from shop.payment.providers.base import MoneyCame
from shop.payment.providers.stripe.accounts import Refused, take_back


def in_debt() -> list[Payout]:
    """Return each seller's latest payout that carries a debt, where Stripe made a transfer to the seller before."""
    paid = Transfer.objects.filter(route="stripe", state=TransferState.EXECUTED).values("payout__seller")
    latest = Payout.objects.order_by("seller_id", "-period__starts_on").distinct("seller_id")
    rows = Payout.objects.filter(pk__in=latest.values("pk"), carried_vnd__lt=0, seller__in=paid)
    return list(rows.order_by("pk"))


def queue(*, payout: Payout, at: datetime.datetime) -> list[ConnectReversal]:
    """Write what is to be taken back for a debt, the newest transfers first; again adds nothing to what is queued."""
    if not is_on():
        return []
    with transaction.atomic():
        locked = Payout.objects.select_for_update(of=("self",)).get(pk=payout.pk)
        left = -int(locked.carried_vnd) - _sum(_open().filter(payout__seller=locked.seller_id))
        made = []
        for transfer in _transfers(locked):
            taken = min(left, int(transfer.amount_vnd) - _sum(transfer.reversals.filter(dropped_at=None)))
            known = transfer.reversals.filter(payout=locked).exists()
            if taken > 0 and not known:
                made.append(
                    ConnectReversal.objects.create(transfer=transfer, payout=locked, amount_vnd=taken, created_at=at)
                )
                left -= taken
        return made


def send(*, reversal_id: int, at: datetime.datetime) -> ConnectReversal | None:
    """Let Stripe take one back, once; None when it is over. Raises Unavailable, for the job to try again.

    Of a debt that was paid another way meanwhile only the rest is taken.
    """
    reversal = _claimed(reversal_id, at)
    if reversal is None:
        return None
    crash_point("reversal.claimed")
    try:
        external_id = take_back(
            transfer_id=reversal.transfer.bank_number,
            amount_vnd=int(reversal.amount_vnd),
            key=reversal.idempotency_key,
        )
    except Refused as refusal:
        _open().filter(pk=reversal.pk).update(problem=str(refusal)[:200])
        return reversal
    crash_point("reversal.answered")
    return _done(reversal, external_id, at)


def waiting() -> list[int]:
    """Return what is queued and was not refused, for a job."""
    return list(_open().filter(problem="").order_by("pk").values_list("pk", flat=True)[:200])


def refused() -> QuerySet[ConnectReversal]:
    """Return what Stripe refused and nobody has decided about."""
    return _open().exclude(problem="").select_related("transfer", "payout__seller").order_by("pk")


@transaction.atomic
def try_again(*, reversal: ConnectReversal, by: User, at: datetime.datetime) -> None:
    """Queue a refused one once more, under a new key; one that is not refused is left alone."""
    locked = refused().select_for_update(of=("self",)).filter(pk=reversal.pk).first()
    if locked is not None:
        locked.problem, locked.tries, locked.tried_at = "", locked.tries + 1, None
        locked.save(update_fields=["problem", "tries", "tried_at"])
        record(actor=by, action="connect.reversal_again", subject=locked, at=at, details={"what": str(locked)})


@transaction.atomic
def drop(*, reversal: ConnectReversal, by: User, at: datetime.datetime) -> None:
    """Leave a refused one: the seller's next payout carries the debt, or the seller pays it in."""
    locked = refused().select_for_update(of=("self",)).filter(pk=reversal.pk).first()
    if locked is not None:
        locked.dropped_at = at
        locked.save(update_fields=["dropped_at"])
        record(actor=by, action="connect.reversal_dropped", subject=locked, at=at, details={"what": str(locked)})


@transaction.atomic
def _done(reversal: ConnectReversal, external_id: str, at: datetime.datetime) -> ConnectReversal:
    """Set what came back against the debt; what is more than the debt by now waits in the office as money to return."""
    payout = Payout.objects.select_for_update(of=("self",)).select_related("seller").get(pk=reversal.payout_id)
    locked = ConnectReversal.objects.select_for_update(of=("self",)).get(pk=reversal.pk)
    if locked.done_at is not None:
        return locked
    locked.external_id, locked.done_at, locked.dropped_at = external_id, at, None
    latest = _latest(payout.seller_id)
    amount = int(locked.amount_vnd)
    owed = min(amount, -int(latest.carried_vnd)) if latest else 0
    if latest and owed > 0:
        into = (AccountKind.CLEARING, "stripe")
        receive_debt(payout=latest, amount_vnd=owed, bank_number=external_id, by=None, at=at, into=into)
    if amount > owed:
        locked.problem = _("Không còn nợ, phải trả lại nhà bán")
        remark = _("Thu lại của %(seller)s qua Stripe, nhiều hơn khoản nợ: trả lại nhà bán") % {"seller": payout.seller}
        money = MoneyCame(external_id=external_id, amount_vnd=amount - owed, paid_at=at, content=str(locked))
        receive(provider="stripe", money=money, payment=None, at=at, remark=remark)
    locked.save(update_fields=["external_id", "done_at", "dropped_at", "problem"])
    crash_point("reversal.written")
    return locked


@transaction.atomic
def _claimed(reversal_id: int, at: datetime.datetime) -> ConnectReversal | None:
    """Return an open reversal that may be asked for now; before the first time its amount is cut to the debt.

    Later the amount stays: Stripe may have done it, and the same key must ask for the same.
    """
    rows = _open().select_for_update(of=("self",)).select_related("transfer", "payout")
    reversal = rows.filter(pk=reversal_id, problem="").first()
    if reversal is None:
        return None
    if reversal.tried_at is None:
        debt = _debt_vnd(reversal.payout.seller_id)
        if debt <= 0:
            _open().filter(pk=reversal.pk).update(dropped_at=at)
            return None
        reversal.amount_vnd, reversal.tried_at = min(int(reversal.amount_vnd), debt), at
        reversal.save(update_fields=["amount_vnd", "tried_at"])
    return reversal


def _open() -> QuerySet[ConnectReversal]:
    return ConnectReversal.objects.filter(done_at=None, dropped_at=None)


def _latest(seller_id: int) -> Payout | None:
    mine = Payout.objects.select_for_update(of=("self",)).filter(seller=seller_id)
    return mine.order_by("-period__starts_on").first()


def _debt_vnd(seller_id: int) -> int:
    latest = Payout.objects.filter(seller=seller_id).order_by("-period__starts_on").first()
    return -int(latest.carried_vnd) if latest else 0


def _transfers(payout: Payout) -> list[Transfer]:
    rows = Transfer.objects.filter(route="stripe", state=TransferState.EXECUTED, payout__seller=payout.seller_id)
    return list(rows.order_by("-answered_at", "-pk"))


def _sum(rows: object) -> int:
    return int(rows.aggregate(total=Sum("amount_vnd", default=0))["total"])  # type: ignore[attr-defined]
