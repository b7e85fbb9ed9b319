"""Make and change runs before their manifest is frozen."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.communication.sending import tell
from shop.fulfilment.domain.freeze import lock_run
from shop.fulfilment.domain.refusal import Refused
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.shipping.enums import RunState
from shop.shipping.models import Run, RunSlot, RunStop

EDITABLE = frozenset({RunState.PLANNED, RunState.OPEN})
OVER = frozenset({RunState.CLOSED, RunState.CALLED_OFF})
ON_ROAD = frozenset({RunState.DEPARTED, RunState.ARRIVED})


class NotEditable(Refused):
    """The run is frozen, on its way or over."""


class StopTaken(Refused):
    """Orders hold room at the stop."""


@transaction.atomic
def schedule(*, run: Run, stops: Sequence[RunStop], actor: User, at: datetime.datetime) -> Run:
    """Write a new run with its stops. The state follows from its opening time."""
    run.state = RunState.OPEN if run.opens_at <= at else RunState.PLANNED
    run.save(force_insert=True)
    for position, stop in enumerate(stops, start=1):
        stop.run, stop.position = run, position
        stop.save(force_insert=True)
    record(actor=actor, action="run.scheduled", subject=run, at=at, details={"stops": len(stops)})
    return run


@transaction.atomic
def reschedule(
    *, run: Run, stops: Sequence[RunStop], removed: Sequence[RunStop], actor: User, at: datetime.datetime
) -> Run:
    """Write changes of a run that is not frozen: its facts, its stops, stops to remove.

    Buyers whose day or hours changed are told, and may cancel until the new cut-off. Raises NotEditable, StopTaken.
    """
    before = lock_run(run)
    if before.state not in EDITABLE:
        raise NotEditable(_("Chuyến %(run)s đã chốt đơn nên không sửa được nữa.") % {"run": before.code})
    _check_room(run, stops, removed)
    hours = {stop.pk: (stop.arrives_at, stop.closes_at) for stop in before.stops.all()}
    for stop in removed:
        stop.delete()
    run.state = RunState.OPEN if run.opens_at <= at else RunState.PLANNED
    run.save()
    for position, stop in enumerate(stops, start=1):
        stop.run, stop.position = run, position
        stop.save()
    tell_of_new_hours([stop for stop in stops if hours.get(stop.pk, ()) not in ((), (stop.arrives_at, stop.closes_at))])
    if before.cut_off_at != run.cut_off_at:
        _set_cancel_until(run)
    record(actor=actor, action="run.rescheduled", subject=run, at=at)
    return run


@transaction.atomic
def assign_driver(*, run: Run, driver: User | None, actor: User, at: datetime.datetime) -> Run:
    """Give a run to a driver, also after its manifest is frozen and on the road; None takes it away before it leaves.

    Raises NotEditable when the run is over, or would be on the road without a driver.
    """
    locked = lock_run(run)
    if locked.state in OVER:
        raise NotEditable(_("Chuyến %(run)s đã xong hoặc đã hủy nên không đổi tài xế.") % {"run": locked.code})
    if driver is None and locked.state in ON_ROAD:
        raise NotEditable(_("Chuyến %(run)s đang trên đường, phải có tài xế.") % {"run": locked.code})
    if locked.driver_id != (driver.pk if driver else None):
        locked.driver = driver
        locked.save(update_fields=["driver"])
        details = {"driver": driver.pk if driver else None}
        record(actor=actor, action="run.driver_assigned", subject=locked, at=at, details=details)
    return locked


def _check_room(run: Run, stops: Sequence[RunStop], removed: Sequence[RunStop]) -> None:
    taken = dict.fromkeys(run.stops.values_list("pk", flat=True), 0)
    weight = 0
    for stop_id, grams in RunSlot.objects.filter(run_stop__run=run, released_at=None).values_list(
        "run_stop_id", "weight_g"
    ):
        taken[stop_id] += 1
        weight += grams
    points = dict(run.stops.values_list("pk", "point_id"))
    for stop in removed:
        if RunSlot.objects.filter(run_stop=stop).exists():
            raise StopTaken(_("%(point)s đã có đơn nên không bỏ được.") % {"point": stop.point.name})
    for stop in stops:
        held = taken.get(stop.pk, 0) if stop.pk else 0
        if held and points[stop.pk] != stop.point_id:
            raise StopTaken(_("Điểm dừng đã có %(n)d đơn nên không đổi sang điểm khác được.") % {"n": held})
        if stop.capacity_parcels < held:
            raise StopTaken(
                _("%(point)s đã có %(n)d đơn, số chỗ không được ít hơn.") % {"point": stop.point.name, "n": held}
            )
    if run.capacity_g < weight:
        raise StopTaken(_("Đơn đã đặt nặng %(kg)s kg, tải trọng không được ít hơn.") % {"kg": -(-weight // 1000)})


def _set_cancel_until(run: Run) -> None:
    """Write the cut-off of each order's soonest run: an order may be spread over several."""
    runs = Run.objects.filter(stops__seller_orders__order=OuterRef("pk")).order_by("cut_off_at")
    touched = SellerOrder.objects.filter(run_stop__run=run).values("order")
    Order.objects.filter(pk__in=touched).update(cancel_until=Subquery(runs.values("cut_off_at")[:1]))


def tell_of_new_hours(stops: Sequence[RunStop]) -> None:
    """Tell every buyer of some stops where and when they collect now, once for each place and time."""
    parts = SellerOrder.objects.filter(run_stop__in=stops).exclude(state=SellerOrderState.CANCELLED)
    for part in parts.select_related("order", "run_stop__point").order_by("pk"):
        stop = part.run_stop
        if stop:
            tell(
                key=f"run-moved:{part.order.number}:{stop.pk}:{stop.point_id}:{stop.arrives_at:%Y%m%d%H%M}-{stop.closes_at:%H%M}",
                recipient=part.order.buyer_phone,
                template="run_moved",
                context={"order": part.order, "stop": stop},
                is_urgent=True,
            )
