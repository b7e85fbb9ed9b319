"""A debt of a seller (goods that came back after the payout) is taken back from transfers that Stripe made before."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Sum

from sellers.payouts.domain.executing import NoSuchDebt, receive_debt
from sellers.payouts.enums import TransferState
from sellers.payouts.models import Payout, Transfer
from shop.crashing import crash_point
from shop.ledger.enums import AccountKind
from shop.payment.connect.models import ConnectReversal
from shop.payment.connect.rules import is_on
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
        waiting = ConnectReversal.objects.filter(payout=locked, done_at=None)
        left = -int(locked.carried_vnd) - _sum(waiting)
        made = []
        for transfer in _transfers(locked):
            taken = min(left, int(transfer.amount_vnd) - _sum(transfer.reversals.all()))
            known = transfer.reversals.filter(payout=locked).exists()
            if taken > 0 and not known:
                made.append(
                    ConnectReversal.objects.create(transfer=transfer, payout=locked, amount_vnd=taken, created_at=at)
                )
                left -= taken
        return made


def send(*, reversal_id: int, at: datetime.datetime) -> ConnectReversal | None:
    """Let Stripe take one back, once; None when it is done. Raises Unavailable, for the job to try again."""
    reversal = ConnectReversal.objects.select_related("transfer", "payout").filter(pk=reversal_id, done_at=None).first()
    if reversal is None:
        return None
    try:
        external_id = take_back(
            transfer_id=reversal.transfer.bank_number,
            amount_vnd=int(reversal.amount_vnd),
            key=reversal.idempotency_key,
        )
    except Refused as refusal:
        ConnectReversal.objects.filter(pk=reversal.pk, done_at=None).update(problem=str(refusal)[:200])
        return reversal
    crash_point("reversal.answered")
    return _done(reversal, external_id, at)


def waiting() -> list[int]:
    """Return what is queued and was not refused, for a job."""
    rows = ConnectReversal.objects.filter(done_at=None, problem="")
    return list(rows.order_by("pk").values_list("pk", flat=True)[:200])


@transaction.atomic
def _done(reversal: ConnectReversal, external_id: str, at: datetime.datetime) -> ConnectReversal:
    payout = Payout.objects.select_for_update(of=("self",)).get(pk=reversal.payout_id)
    locked = ConnectReversal.objects.select_for_update(of=("self",)).get(pk=reversal.pk)
    if locked.done_at is not None:
        return locked
    latest = Payout.objects.filter(seller=payout.seller_id).order_by("-period__starts_on").first() or payout
    locked.external_id, locked.done_at = external_id, at
    try:
        receive_debt(
            payout=latest,
            amount_vnd=int(locked.amount_vnd),
            bank_number=external_id,
            by=None,
            at=at,
            into=(AccountKind.CLEARING, "stripe"),
        )
    except NoSuchDebt:  # the debt went another way meanwhile: finance gives the money back by hand
        locked.problem = "no debt"
    locked.save(update_fields=["external_id", "done_at", "problem"])
    return locked


def _transfers(payout: Payout) -> list[Transfer]:
    rows = Transfer.objects.filter(route="stripe", state=TransferState.EXECUTED, payout__seller=payout.seller_id)
    return list(rows.order_by("-answered_at", "-pk"))


def _sum(rows: object) -> int:
    return int(rows.aggregate(total=Sum("amount_vnd", default=0))["total"])  # type: ignore[attr-defined]
