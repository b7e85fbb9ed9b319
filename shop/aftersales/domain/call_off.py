"""A run, or one stop of it, does not go: every order there is cancelled and its buyer told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.communication.sending import tell
from shop.fulfilment.domain.freeze import lock_run
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import NOT_LOADED, Parcel
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.payment.domain.giving_back import end_part
from shop.shipping.enums import RunState
from shop.shipping.models import Run, RunStop

STANDING = (SellerOrderState.PLACED, SellerOrderState.CONFIRMED, SellerOrderState.PACKED)
GOING_ON = (*STANDING, SellerOrderState.ON_THE_WAY, SellerOrderState.AT_POINT)
BEFORE_IT_LEAVES = frozenset({RunState.PLANNED, RunState.OPEN, RunState.FROZEN})


class CallOffTooLate(Refused):
    """The run left, or carries parcels already."""


class LastStop(Refused):
    """The run has no other stop left."""


class ReasonMissing(Refused):
    """Buyers are told why; somebody has to say it."""


@dataclass(frozen=True)
class Consequences:
    """What calling off takes away: orders, buyers to tell, seller orders, and what they come to in whole VND."""

    orders: int
    buyers: int
    parts: int
    packed: int
    total_vnd: int


def consequences(where: Run | RunStop) -> Consequences:
    """Count what would be cancelled with a run or a stop."""
    parts = SellerOrder.objects.filter(state__in=STANDING, run_stop__in=_stops(where))
    sums = parts.aggregate(
        orders=Count("order", distinct=True),
        buyers=Count("order__buyer_phone", distinct=True),
        parts=Count("pk"),
        packed=Count("pk", filter=Q(state=SellerOrderState.PACKED)),
        goods=Sum("goods_vnd", default=0),
        delivery=Sum("delivery_vnd", default=0),
        discount=Sum("discount_vnd", default=0),
    )
    total_vnd = int(sums["goods"] + sums["delivery"] - sums["discount"])
    return Consequences(sums["orders"], sums["buyers"], sums["parts"], sums["packed"], total_vnd)


@transaction.atomic
def call_off(*, run: Run, actor: User | None, reason: str, at: datetime.datetime) -> list[Order]:
    """Cancel every order of a run, give back what they held, tell the buyers; again changes nothing.

    actor None: a job did it. Returns the orders that were cancelled. Raises ReasonMissing, CallOffTooLate.
    """
    _require_reason(reason)
    locked = lock_run(run)
    if locked.state == RunState.CALLED_OFF:
        return []
    _check(locked, locked.stops.all())
    cancelled = _cancel_all(locked, locked.stops.all(), actor, reason, at)
    locked.state = RunState.CALLED_OFF
    locked.save(update_fields=["state"])
    details = {"orders": len(cancelled)}
    record(actor=actor, action="run.called_off", subject=locked, at=at, reason=reason, details=details)
    return cancelled


@transaction.atomic
def call_off_stop(*, stop: RunStop, actor: User, reason: str, at: datetime.datetime) -> list[Order]:
    """Leave one stop out of a run that goes on: cancel its orders, tell their buyers; again changes nothing.

    Raises ReasonMissing, CallOffTooLate, LastStop.
    """
    _require_reason(reason)
    run = lock_run(stop.run)
    here = run.stops.filter(pk=stop.pk)
    if here.exclude(called_off_at=None).exists() or run.state == RunState.CALLED_OFF:
        return []
    if not run.stops.going().exclude(pk=stop.pk).exists():
        raise LastStop(_("Chuyến chỉ còn điểm dừng này. Hãy hủy cả chuyến."))
    _check(run, here)
    cancelled = _cancel_all(run, here, actor, reason, at)
    here.update(called_off_at=at)
    details = {"orders": len(cancelled), "point": stop.point.name}
    record(actor=actor, action="run.stop_called_off", subject=run, at=at, reason=reason, details=details)
    return cancelled


def _stops(where: Run | RunStop) -> QuerySet[RunStop]:
    return where.stops.all() if isinstance(where, Run) else RunStop.objects.filter(pk=where.pk)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(_("Ghi lý do hủy. Người mua sẽ đọc được lý do này."))


def _check(run: Run, stops: QuerySet[RunStop]) -> None:
    if run.state not in BEFORE_IT_LEAVES:
        raise CallOffTooLate(_("Chuyến %(run)s đã xuất phát nên không hủy được nữa.") % {"run": run.code})
    moved = Parcel.objects.filter(run_stop__in=stops).exclude(state__in=NOT_LOADED).count()
    if moved:
        raise CallOffTooLate(_("Đã có %(n)d kiện lên xe. Nhờ tài xế chạy tiếp, hoặc xử lý từng đơn.") % {"n": moved})


def _cancel_all(
    run: Run, stops: QuerySet[RunStop], actor: User | None, reason: str, at: datetime.datetime
) -> list[Order]:
    ids = set(stops.values_list("pk", flat=True))
    orders = SellerOrder.objects.filter(run_stop__in=ids, state__in=STANDING).values_list("order", flat=True)
    return [_cancel(order_id, run, ids, actor, reason, at) for order_id in sorted(set(orders))]


def _cancel(order_id: int, run: Run, stops: set[int], actor: User | None, reason: str, at: datetime.datetime) -> Order:
    order, parts = lock(order_id=order_id)
    for part in parts:
        if part.run_stop_id in stops and part.state in STANDING:
            end_part(seller_order=part, to=SellerOrderState.CANCELLED, actor=actor, at=at, reason=reason)
    tell(
        key=f"run-called-off:{order.number}:{run.pk}",
        recipient=order.buyer_phone,
        template="run_called_off",
        context={
            "order": order,
            "run": run,
            "reason": reason.strip(),
            "goes_on": any(part.run_stop_id not in stops and part.state in GOING_ON for part in parts),
        },
        is_urgent=True,
        at=at,
    )
    return order
