"""Room on a run: counted from slots while the stop and its run are locked."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db.models import Count, Q, Sum

from shop.shipping.enums import RunState
from shop.shipping.models import RunSlot, RunStop


class StopUnknown(Exception):
    """There is no such stop, its point is closed, or its run does not take orders yet."""


class CutOffPassed(Exception):
    """The run no longer takes orders."""


class RunFull(Exception):
    """No room at the stop, or too much weight for the run."""


def lock_stops(*, first_id: int | None, later_ids: Collection[int] = (), now: datetime.datetime) -> dict[int, RunStop]:
    """Lock stops and their runs and return stop id -> stop, if all take orders at `now`.

    Run by run in one order, and in each the stop before its run, so that nobody who locks stops and runs can wait in a
    circle. Later stops may be of runs that are announced but not open yet. Raises StopUnknown or CutOffPassed.
    """
    wanted = [] if first_id is None else [first_id, *later_ids]
    stops = RunStop.objects.select_related("run", "point").select_for_update(of=("self", "run"), no_key=True)
    rows = {stop.pk: stop for stop in stops.filter(pk__in=wanted, point__is_active=True).order_by("run_id", "pk")}
    for pk in wanted or [0]:
        _require_taking_orders(rows.get(pk), now, is_first=pk == first_id)
    return rows


def require_room(*, stop: RunStop, slots: int, weight_g: int) -> None:
    """Raise RunFull unless the locked stop has `slots` free and its run can carry `weight_g` more."""
    live = RunSlot.objects.filter(run_stop__run=stop.run_id, released_at=None)
    taken = live.aggregate(slots=Count("pk", filter=Q(run_stop=stop.pk)), weight_g=Sum("weight_g", default=0))
    if taken["slots"] + slots > stop.capacity_parcels or taken["weight_g"] + weight_g > stop.run.capacity_g:
        raise RunFull(f"stop {stop.pk}: {taken}")


def _require_taking_orders(stop: RunStop | None, now: datetime.datetime, *, is_first: bool) -> None:
    if stop is None or stop.called_off_at or stop.run.state == RunState.CALLED_OFF:
        raise StopUnknown
    if is_first and (stop.run.opens_at > now or stop.run.state == RunState.PLANNED):
        raise StopUnknown(f"stop {stop.pk}")
    if stop.run.cut_off_at <= now or stop.run.state not in {RunState.PLANNED, RunState.OPEN}:
        raise CutOffPassed(f"run {stop.run}")
