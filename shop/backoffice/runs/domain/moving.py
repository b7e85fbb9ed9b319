"""Move one stop of a run to other hours or another point, with what that means for its buyers shown first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.backoffice.runs.domain.scheduling import EDITABLE, NotEditable, StopTaken, tell_of_new_hours
from shop.fulfilment.domain.freeze import lock_run
from shop.shipping.models import PickUpPoint, RunSlot, RunStop


@dataclass(frozen=True)
class Move:
    """Where a stop goes, and when parcels are handed over there."""

    point: PickUpPoint
    arrives_at: datetime.datetime
    closes_at: datetime.datetime
    collect_by: datetime.datetime
    capacity_parcels: int


@transaction.atomic
def move_stop(*, stop: RunStop, to: Move, actor: User, at: datetime.datetime) -> RunStop:
    """Write the new place and hours of a stop and tell every buyer of it; they may cancel until the cut-off.

    Raises NotEditable after the cut-off, StopTaken where the run stops at that point already or it has too little room.
    """
    run = lock_run(stop.run)
    mine = run.stops.select_related("point").get(pk=stop.pk)
    if run.state not in EDITABLE or mine.called_off_at:
        raise NotEditable(_("Chuyến %(run)s đã chốt đơn nên không dời điểm dừng được nữa.") % {"run": run.code})
    if to.arrives_at < run.departs_at:
        raise StopTaken(_("Giờ phát hàng phải sau giờ xe xuất phát."))
    if run.stops.filter(point=to.point).exclude(pk=mine.pk).exists():
        raise StopTaken(_("Chuyến đã dừng ở %(point)s rồi.") % {"point": to.point.name})
    held = RunSlot.objects.filter(run_stop=mine, released_at=None).count()
    if to.capacity_parcels < held:
        raise StopTaken(_("Đã có %(n)d đơn, số chỗ không được ít hơn.") % {"n": held})
    was = mine.point.name
    mine.point, mine.arrives_at, mine.closes_at = to.point, to.arrives_at, to.closes_at
    mine.collect_by, mine.capacity_parcels = to.collect_by, to.capacity_parcels
    mine.save()
    tell_of_new_hours([mine])
    details = {"from": was, "to": to.point.name}
    record(actor=actor, action="run.stop_moved", subject=run, at=at, details=details)
    return mine
