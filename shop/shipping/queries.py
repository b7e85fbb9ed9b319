"""Where and when a buyer can collect, and what delivery to the door costs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from shop.regions.models import Commune
from shop.regions.queries import nearness
from shop.shipping.enums import RunState
from shop.shipping.models import HomeDeliveryRate, RunSlot, RunStop

ELSEWHERE = 3


@dataclass(frozen=True)
class StopOffer:
    """A stop and its free slots. nearness: 0 in the buyer's commune … 3 elsewhere in the province
    (regions.queries.nearness); free_g: what the run can still carry.
    """

    stop: RunStop
    room: int
    nearness: int = ELSEWHERE
    free_g: int = field(default=0, compare=False)

    def takes_orders(self, now: datetime.datetime) -> bool:
        """Whether the run is open; one that is only announced takes goods that are not ready earlier."""
        return self.stop.run.state == RunState.OPEN and self.stop.run.opens_at <= now


def stops_with_room(
    *,
    province_code: str,
    now: datetime.datetime,
    commune: Commune | None = None,
    slots: int = 1,
    weight_g: int = 0,
) -> list[StopOffer]:
    """Return the stops of runs open for orders that still take `slots` and `weight_g`, nearest and soonest first.

    Stops come with run, point and its commune loaded. What is shown here is counted without a lock; placing the
    order counts again under one.
    """
    distance = nearness(commune) if commune else {}
    stops = _open_stops(province_code, now).filter(room__gte=slots, run__capacity_g__gte=F("load_g") + weight_g)
    offers = [_offer(stop, distance.get(stop.point.commune_id, ELSEWHERE)) for stop in stops]
    return sorted(offers, key=lambda offer: (offer.nearness, offer.stop.arrives_at, offer.stop.point.name))


def coming_stops(
    *, now: datetime.datetime, province_code: str | None = None, point_id: int | None = None
) -> list[StopOffer]:
    """Return the stops of all runs before their cut-off, also announced and full ones, soonest first."""
    stops = _with_room(RunStop.objects.filter(run__state__in=[RunState.PLANNED, RunState.OPEN]), now)
    if province_code is not None:
        stops = stops.filter(point__commune__province=province_code)
    if point_id is not None:
        stops = stops.filter(point=point_id)
    return [_offer(stop) for stop in stops.order_by("arrives_at", "pk")]


def home_rates(*, seller_ids: Iterable[int], province_code: str) -> dict[int, HomeDeliveryRate]:
    """Return seller id -> the rate to a province; a seller without one does not deliver there."""
    rates = HomeDeliveryRate.objects.filter(
        Q(province=province_code) | Q(province=None), seller_id__in=list(seller_ids)
    )
    # A rate for the province comes last and replaces the one for everywhere.
    return {rate.seller_id: rate for rate in sorted(rates, key=lambda rate: rate.province_id is not None)}


def _offer(stop: Any, nearness: int = ELSEWHERE) -> StopOffer:
    return StopOffer(stop, stop.room, nearness, stop.run.capacity_g - stop.load_g)


def _open_stops(province_code: str, now: datetime.datetime) -> QuerySet[Any]:
    """Return stops that take orders with `room` in slots and their run's `load_g`."""
    stops = RunStop.objects.filter(run__state=RunState.OPEN, run__opens_at__lte=now)
    return _with_room(stops, now).filter(point__commune__province=province_code)


def _with_room(stops: QuerySet[RunStop], now: datetime.datetime) -> QuerySet[Any]:
    live = RunSlot.objects.filter(released_at=None)
    here = live.filter(run_stop=OuterRef("pk")).order_by().values("run_stop").annotate(n=Count("pk")).values("n")
    load = (
        live.filter(run_stop__run=OuterRef("run"))
        .order_by()
        .values("run_stop__run")
        .annotate(g=Sum("weight_g"))
        .values("g")
    )
    return (
        stops.filter(called_off_at=None, run__cut_off_at__gt=now, point__is_active=True)
        .select_related("run", "point__commune")
        .annotate(
            room=F("capacity_parcels") - Coalesce(Subquery(here, output_field=IntegerField()), Value(0)),
            load_g=Coalesce(Subquery(load), Value(0)),
        )
    )
