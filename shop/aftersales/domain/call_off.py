"""A run does not go: every order on it is cancelled and its buyer told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.communication.sending import tell
from shop.fulfilment.domain.freeze import lock_run
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import Parcel, ParcelState
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.payment.domain.giving_back import end_part
from shop.shipping.enums import RunState
from shop.shipping.models import Run

STANDING = (SellerOrderState.PLACED, SellerOrderState.CONFIRMED, SellerOrderState.PACKED)
BEFORE_IT_LEAVES = frozenset({RunState.PLANNED, RunState.OPEN, RunState.FROZEN})


class CallOffTooLate(Refused):
    """The run left, or carries parcels already."""


class ReasonMissing(Refused):
    """Buyers are told why; somebody has to say it."""


@dataclass(frozen=True)
class Consequences:
    """What calling a run off takes away: orders, seller orders, and what buyers would have paid in whole VND."""

    orders: int
    parts: int
    packed: int
    total_vnd: int


def consequences(run: Run) -> Consequences:
    """Count what would be cancelled with a run."""
    parts = SellerOrder.objects.filter(run_stop__run=run, state__in=STANDING)
    sums = parts.aggregate(
        orders=Count("order", distinct=True),
        parts=Count("pk"),
        goods=Sum("goods_vnd", default=0),
        delivery=Sum("delivery_vnd", default=0),
        discount=Sum("discount_vnd", default=0),
    )
    packed = parts.filter(state=SellerOrderState.PACKED).count()
    return Consequences(sums["orders"], sums["parts"], packed, int(sums["goods"] + sums["delivery"] - sums["discount"]))


@transaction.atomic
def call_off(*, run: Run, actor: User, reason: str, at: datetime.datetime) -> list[Order]:
    """Cancel every order of a run, give back what they held, tell the buyers; again changes nothing.

    Returns the orders that were cancelled. Raises ReasonMissing, CallOffTooLate.
    """
    if not reason.strip():
        raise ReasonMissing(_("Ghi lý do hủy chuyến. Người mua sẽ đọc được lý do này."))
    locked = lock_run(run)
    if locked.state == RunState.CALLED_OFF:
        return []
    _check(locked)
    order_ids = SellerOrder.objects.filter(run_stop__run=locked, state__in=STANDING).values_list("order", flat=True)
    cancelled = [_cancel(order_id, locked, actor, reason, at) for order_id in sorted(set(order_ids))]
    locked.state = RunState.CALLED_OFF
    locked.save(update_fields=["state"])
    details = {"orders": len(cancelled)}
    record(actor=actor, action="run.called_off", subject=locked, at=at, reason=reason, details=details)
    return cancelled


def _check(run: Run) -> None:
    if run.state not in BEFORE_IT_LEAVES:
        raise CallOffTooLate(_("Chuyến %(run)s đã xuất phát nên không hủy được nữa.") % {"run": run.code})
    moved = Parcel.objects.filter(run_stop__run=run).exclude(state=ParcelState.PACKED).count()
    if moved:
        raise CallOffTooLate(_("Đã có %(n)d kiện lên xe. Nhờ tài xế chạy tiếp, hoặc xử lý từng đơn.") % {"n": moved})


def _cancel(order_id: int, run: Run, actor: User, reason: str, at: datetime.datetime) -> Order:
    order, parts = lock(order_id=order_id)
    stops = set(run.stops.values_list("pk", flat=True))
    for part in parts:
        if part.run_stop_id in stops and part.state in STANDING:
            end_part(seller_order=part, to=SellerOrderState.CANCELLED, actor=actor, at=at, reason=reason)
    tell(
        key=f"run-called-off:{order.number}:{run.pk}",
        recipient=order.buyer_phone,
        template="run_called_off",
        context={"order": order, "run": run, "reason": reason.strip()},
        is_urgent=True,
    )
    return order
