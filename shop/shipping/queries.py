"""Where and when a buyer can collect, and what delivery to the door costs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
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
    """A stop with room. nearness: 0 in the buyer's commune … 3 elsewhere in the province (regions.queries.nearness)."""

    stop: RunStop
    room: int
    nearness: int


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
    offers = [StopOffer(stop, stop.room, distance.get(stop.point.commune_id, ELSEWHERE)) for stop in stops]
    return sorted(offers, key=lambda offer: (offer.nearness, offer.stop.arrives_at, offer.stop.point.name))


def home_rates(*, seller_ids: Iterable[int], province_code: str) -> dict[int, HomeDeliveryRate]:
    """Return seller id -> the rate to a province; a seller without one does not deliver there."""
    rates = HomeDeliveryRate.objects.filter(
        Q(province=province_code) | Q(province=None), seller_id__in=list(seller_ids)
    )
    # A rate for the province comes last and replaces the one for everywhere.
    return {rate.seller_id: rate for rate in sorted(rates, key=lambda rate: rate.province_id is not None)}


def _open_stops(province_code: str, now: datetime.datetime) -> QuerySet[Any]:
    """Return stops with `room` in slots and their run's `load_g`."""
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
        RunStop.objects.filter(
            run__state=RunState.OPEN,
            run__opens_at__lte=now,
            run__cut_off_at__gt=now,
            point__is_active=True,
            point__commune__province=province_code,
        )
        .select_related("run", "point__commune")
        .annotate(
            room=F("capacity_parcels") - Coalesce(Subquery(here, output_field=IntegerField()), Value(0)),
            load_g=Coalesce(Subquery(load), Value(0)),
        )
    )
