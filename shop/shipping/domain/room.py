"""Room on a run: counted from slots while the stop and its run are locked."""

from __future__ import annotations

import datetime

from django.db.models import Count, Q, Sum

from shop.shipping.enums import RunState
from shop.shipping.models import RunSlot, RunStop


class StopUnknown(Exception):
    """There is no such stop, its point is closed, or its run does not take orders yet."""


class CutOffPassed(Exception):
    """The run no longer takes orders."""


class RunFull(Exception):
    """No room at the stop, or too much weight for the run."""


def lock_stop(*, run_stop_id: int | None, now: datetime.datetime) -> RunStop:
    """Lock a stop and its run (in this order) and return the stop if it takes orders at `now`.

    Raises StopUnknown or CutOffPassed.
    """
    stops = RunStop.objects.select_related("run", "point").select_for_update(of=("self", "run"), no_key=True)
    stop = stops.filter(pk=run_stop_id, point__is_active=True).first() if run_stop_id is not None else None
    if stop is None or stop.run.opens_at > now or stop.run.state in {RunState.PLANNED, RunState.CALLED_OFF}:
        raise StopUnknown(f"stop {run_stop_id}")
    if stop.run.cut_off_at <= now or stop.run.state != RunState.OPEN:
        raise CutOffPassed(f"run {stop.run}")
    return stop


def require_room(*, stop: RunStop, slots: int, weight_g: int) -> None:
    """Raise RunFull unless the locked stop has `slots` free and its run can carry `weight_g` more."""
    live = RunSlot.objects.filter(run_stop__run=stop.run_id, released_at=None)
    taken = live.aggregate(slots=Count("pk", filter=Q(run_stop=stop.pk)), weight_g=Sum("weight_g", default=0))
    if taken["slots"] + slots > stop.capacity_parcels or taken["weight_g"] + weight_g > stop.run.capacity_g:
        raise RunFull(f"stop {stop.pk}: {taken}")
