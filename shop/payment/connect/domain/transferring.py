"""Transfers of an approved batch that go by Stripe. Asked outside any transaction, with the transfer's own reference as
key, so asking twice moves the money once."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.payouts.domain.batches import NoBankAccount, choose_way
from sellers.payouts.domain.executing import Told, answer_route, route_delayed, route_tried
from sellers.payouts.enums import BatchState, TransferState
from sellers.payouts.models import Transfer
from shop.accounts.models import User
from shop.crashing import crash_point
from shop.payment.connect.models import ConnectAccount
from shop.payment.providers.base import Unavailable
from shop.payment.providers.stripe.accounts import Refused, move_to, moved

PATIENCE = datetime.timedelta(minutes=10)
LONGEST_REQUEST = datetime.timedelta(minutes=5)
"""No request to Stripe is under way for so long, its own repetitions included."""


class UnderWay(Exception):
    """Stripe was asked just now, or has answered meanwhile: look again in some minutes."""


def send(*, transfer_id: int, at: datetime.datetime) -> Transfer | None:
    """Send one transfer; None when there is nothing to do. Raises Unavailable, for the job to try again.

    What Stripe refuses, or a seller who cannot receive any more, lets the payout wait for another batch.
    """
    rows = Transfer.objects.filter(pk=transfer_id, state=TransferState.SENT, route="stripe")
    transfer = rows.filter(batch__state=BatchState.APPROVED).select_related("payout").first()
    if transfer is None:
        return None
    account = ConnectAccount.objects.filter(external_id=transfer.destination, seller=transfer.payout.seller_id).first()
    if account is None or not account.can_receive:
        return _note(transfer, at, problem=_("Tài khoản Stripe của nhà bán chưa nhận tiền được"))
    if not route_tried(transfer_id=transfer.pk, at=at):
        return None
    crash_point("transfer.claimed")
    try:
        external_id = move_to(
            account_id=transfer.destination, amount_vnd=int(transfer.amount_vnd), reference=transfer.reference
        )
    except Refused as refusal:
        return _note(transfer, at, problem=str(refusal))
    except Unavailable as delay:
        route_delayed(transfer_id=transfer.pk, problem=str(delay))
        raise
    crash_point("transfer.answered")
    return _note(transfer, at, number=external_id)


def give_up(*, transfer_id: int, by: User, at: datetime.datetime) -> Transfer:
    """Stop waiting for Stripe: what it has moved is noted, what it has not goes by the bank's file with the next batch.

    Raises UnderWay, NoBankAccount, Unavailable.
    """
    settled = at - LONGEST_REQUEST
    rows = Transfer.objects.filter(pk=transfer_id, state=TransferState.SENT, route="stripe")
    transfer = rows.exclude(tried_at__gt=settled).select_related("payout__seller").first()
    if transfer is None:
        raise UnderWay
    if not (transfer.payout.seller.bank_bin and transfer.payout.seller.bank_account):
        raise NoBankAccount(transfer.payout.seller.name)
    external_id = moved(reference=transfer.reference)
    with transaction.atomic():
        problem = "" if external_id else _("Kế toán thôi chờ Stripe, chuyển qua ngân hàng")
        noted = _note(transfer, at, number=external_id, problem=problem, unless_tried_after=settled)
        if noted is None:
            raise UnderWay
        if not external_id:
            choose_way(payout=noted.payout, by_bank=True, by=by, at=at)
    return noted


def lost(*, at: datetime.datetime) -> list[int]:
    """Return transfers that were approved some time ago and not answered, for a job that looks after them."""
    old = Transfer.objects.filter(state=TransferState.SENT, route="stripe", batch__decided_at__lte=at - PATIENCE)
    return list(old.order_by("pk").values_list("pk", flat=True)[:200])


def _note(
    transfer: Transfer,
    at: datetime.datetime,
    *,
    number: str = "",
    problem: str = "",
    unless_tried_after: datetime.datetime | None = None,
) -> Transfer | None:
    told = Told(
        text=transfer.reference,
        amount_vnd=int(transfer.amount_vnd),
        is_done=not problem,
        bank_number=number,
        problem=problem,
    )
    return answer_route(transfer_id=transfer.pk, told=told, at=at, unless_tried_after=unless_tried_after)
