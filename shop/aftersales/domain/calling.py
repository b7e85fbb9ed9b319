"""An admin phones a seller who did not confirm, and writes down what came of it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.aftersales.models import Call, CallAttempt, CallOutcome
from shop.audit.trail import record
from shop.communication.sending import tell
from shop.order.domain.transitions import lock, move
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.payment.domain.giving_back import end_part


class CallDone(Exception):
    """The order moved on meanwhile: confirmed, packed or cancelled by somebody else."""


class NoteMissing(Exception):
    """The buyer of a cancelled order is told why; somebody has to say it."""


@transaction.atomic
def record_call(*, call: Call, outcome: CallOutcome, note: str, by: User, at: datetime.datetime) -> CallAttempt:
    """Keep the outcome of a telephone call; "confirmed" and "cancelled" move the order as well.

    note: for a cancellation the reason that the buyer reads. Raises CallDone, NoteMissing.
    """
    if outcome == CallOutcome.CANCELLED and not note.strip():
        raise NoteMissing
    part = _waiting_part(call)
    attempt = CallAttempt.objects.create(call=call, outcome=outcome, note=note.strip(), by=by, at=at)
    if outcome == CallOutcome.CONFIRMED:
        move(
            seller_order=part,
            to=SellerOrderState.CONFIRMED,
            actor=by,
            at=at,
            reason=_("Nhà bán xác nhận qua điện thoại"),
        )
    if outcome == CallOutcome.CANCELLED:
        _cancel(part, note.strip(), by, at)
    record(
        actor=by, action="seller_order.phoned", subject=part, at=at, reason=note.strip(), details={"outcome": outcome}
    )
    return attempt


def _waiting_part(call: Call) -> SellerOrder:
    _order, parts = lock(order_id=call.seller_order.order_id)
    part = next(part for part in parts if part.pk == call.seller_order_id)
    if part.state != SellerOrderState.PLACED:
        raise CallDone(part.number)
    return part


def _cancel(part: SellerOrder, reason: str, by: User, at: datetime.datetime) -> None:
    end_part(seller_order=part, to=SellerOrderState.CANCELLED, actor=by, at=at, reason=reason[:200])
    tell(
        key=f"part-cancelled:{part.number}",
        recipient=part.order.buyer_phone,
        template="part_cancelled",
        context={"order": part.order, "part": part, "reason": reason},
    )
