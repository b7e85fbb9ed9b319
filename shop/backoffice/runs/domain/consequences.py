"""What an edit of a whole run, or a holiday, means for the buyers and runs that are there already."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from shop.aftersales.domain.call_off import STANDING
from shop.order.models import SellerOrder
from shop.shipping.enums import RunState
from shop.shipping.models import Holiday, Run, RunStop

AHEAD = frozenset({RunState.PLANNED, RunState.OPEN, RunState.FROZEN})


@dataclass(frozen=True)
class StopChange:
    """A stop with orders whose hours change. buyers: who are told."""

    was: RunStop
    now: RunStop
    orders: int
    buyers: int


@dataclass(frozen=True)
class RunChange:
    """What saving an edited run does to people. cut_off_was None: the cut-off stays.

    orders: how many orders of the run can be cancelled until another time.
    """

    stops: Sequence[StopChange]
    cut_off_was: datetime.datetime | None
    cut_off_now: datetime.datetime
    orders: int

    @property
    def touches_buyers(self) -> bool:
        return bool(self.stops) or (self.cut_off_was is not None and self.orders > 0)

    @property
    def buyers(self) -> int:
        return sum(change.buyers for change in self.stops)


def change_of(*, run: Run, stops: Iterable[RunStop]) -> RunChange:
    """Compare a run and its stops as they were filled in with what is written."""
    before = Run.objects.get(pk=run.pk)
    written = {stop.pk: stop for stop in before.stops.select_related("point")}
    standing = SellerOrder.objects.filter(run_stop__run=run.pk, state__in=STANDING)
    held = standing.values("run_stop").annotate(
        orders=Count("order", distinct=True), buyers=Count("order__buyer_phone", distinct=True)
    )
    by_stop = {row["run_stop"]: (row["orders"], row["buyers"]) for row in held.order_by()}
    changes = [
        StopChange(written[stop.pk], stop, *by_stop[stop.pk])
        for stop in stops
        if stop.pk in by_stop and _hours(written[stop.pk]) != _hours(stop)
    ]
    moved = before.cut_off_at if _minute(before.cut_off_at) != _minute(run.cut_off_at) else None
    return RunChange(changes, moved, run.cut_off_at, standing.values("order").distinct().count())


def stops_on(holiday: Holiday) -> QuerySet[RunStop]:
    """Return the stops of runs planned before that a holiday falls on, with `orders` that stand there."""
    there = RunStop.objects.going().filter(run__state__in=AHEAD)
    arrives, departs = Q(arrives_at__date=holiday.day), Q(run__departs_at__date=holiday.day)
    if holiday.point_id:
        there = there.filter(arrives, point=holiday.point_id)
    else:
        there = there.filter(arrives | departs)
        if holiday.province_id:
            there = there.filter(run__province=holiday.province_id)
    standing = Q(seller_orders__state__in=STANDING)
    orders = Count("seller_orders__order", filter=standing, distinct=True)
    return there.annotate(orders=orders).select_related("run", "point").order_by("arrives_at", "pk")


def _hours(stop: RunStop) -> tuple[datetime.datetime, datetime.datetime]:
    return _minute(stop.arrives_at), _minute(stop.closes_at)


def _minute(moment: datetime.datetime) -> datetime.datetime:
    """Forms write whole minutes."""
    return moment.replace(second=0, microsecond=0)
