"""Where and when a buyer can collect, and what delivery to the door costs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from shop.regions.models import Commune, FormerCommune
from shop.shipping.enums import RunState
from shop.shipping.models import HomeDeliveryRate, RunSlot, RunStop

SAME_COMMUNE, SAME_FORMER_DISTRICT, SAME_PROVINCE = range(3)


@dataclass(frozen=True)
class StopOffer:
    """A stop with room. nearness: 0 in the buyer's commune, 1 in the former district, 2 elsewhere in the province."""

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
    near = _neighbours(commune)
    stops = _open_stops(province_code, now).filter(room__gte=slots, run__capacity_g__gte=F("load_g") + weight_g)
    offers = [StopOffer(stop, stop.room, _nearness(stop, commune, near)) for stop in stops]  # type: ignore[attr-defined]
    return sorted(offers, key=lambda offer: (offer.nearness, offer.stop.arrives_at, offer.stop.point.name))


def home_rates(*, seller_ids: Iterable[int], province_code: str) -> dict[int, HomeDeliveryRate]:
    """Return seller id -> the rate to a province; a seller without one does not deliver there."""
    rates = HomeDeliveryRate.objects.filter(
        Q(province=province_code) | Q(province=None), seller_id__in=list(seller_ids)
    )
    # A rate for the province comes last and replaces the one for everywhere.
    return {rate.seller_id: rate for rate in sorted(rates, key=lambda rate: rate.province_id is not None)}


def _open_stops(province_code: str, now: datetime.datetime) -> Iterable[RunStop]:
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


def _neighbours(commune: Commune | None) -> set[str]:
    """Return codes of communes that share a former district with this one."""
    if commune is None:
        return set()
    districts = FormerCommune.objects.filter(commune=commune).values_list("province_name", "district_name").distinct()
    same = Q(pk=None)
    for province, district in districts:
        same |= Q(province_name=province, district_name=district)
    return set(FormerCommune.objects.filter(same).values_list("commune_id", flat=True))


def _nearness(stop: RunStop, commune: Commune | None, near: set[str]) -> int:
    if commune is not None and stop.point.commune_id == commune.pk:
        return SAME_COMMUNE
    return SAME_FORMER_DISTRICT if stop.point.commune_id in near else SAME_PROVINCE
