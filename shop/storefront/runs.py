"""Delivery runs as buyers see them: the next stop for a commune, the month, the room that is left."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.regions.models import Commune
from shop.regions.queries import nearness
from shop.shipping.enums import RunState
from shop.shipping.models import Run, RunStop
from shop.storefront import dates

SHOWN_STATES = (RunState.PLANNED, RunState.OPEN, RunState.FROZEN, RunState.DEPARTED, RunState.ARRIVED, RunState.CLOSED)
KEEP_SECONDS = 30


@dataclass(frozen=True)
class NextStop:
    """What a card or a ticket says of the next run: plain values, so that it can be kept in the cache."""

    arrives_at: datetime.datetime
    closes_at: datetime.datetime
    cut_off_at: datetime.datetime
    point_name: str
    point_slug: str
    commune_name: str

    @property
    def label(self) -> str:
        """Return "Kịp chuyến T7", or with the date when the run is more than six days away."""
        day = dates.short_weekday(self.arrives_at)
        if dates.local_date(self.arrives_at) - timezone.localdate() > datetime.timedelta(days=6):
            day = f"{day} {dates.day_and_month(self.arrives_at)}"
        return _("Kịp chuyến %(day)s") % {"day": day}


def bookable(now: datetime.datetime) -> QuerySet[RunStop]:
    """Return stops that still take orders and have room, next first, with `room` parcels left."""
    taken = Count("slots", filter=Q(slots__released_at=None))
    return (
        RunStop.objects.going()
        .filter(run__state=RunState.OPEN, run__opens_at__lte=now, run__cut_off_at__gt=now, point__is_active=True)
        .select_related("run", "point__commune")
        .annotate(room=F("capacity_parcels") - taken)
        .filter(room__gt=0)
        .order_by("arrives_at", "pk")
    )


def next_for_default_province(now: datetime.datetime) -> NextStop | None:
    """Return the next bookable stop of the default province, kept for half a minute."""

    def read() -> list[NextStop]:
        stop = bookable(now).filter(run__province_id=settings.DEFAULT_PROVINCE).first()
        return [_next_stop(stop)] if stop else []

    found = cache.get_or_set("storefront:next-stop", read, KEEP_SECONDS)
    return found[0] if found else None


def next_for_commune(commune: Commune, now: datetime.datetime) -> NextStop | None:
    """Return the next bookable stop in the commune, else in the nearest commune of its province that has one."""
    stops = list(bookable(now).filter(run__province_id=commune.province_id))
    if not stops:
        return None
    distance = nearness(commune)
    nearest = min(stops, key=lambda stop: (distance.get(stop.point.commune_id, 9), stop.arrives_at))
    return _next_stop(nearest)


def upcoming_at_point(point_id: int, now: datetime.datetime, limit: int = 6) -> list[RunStop]:
    """Return coming stops at a point, also those whose orders are closed, with `room` parcels left."""
    return list(_with_room().filter(point_id=point_id, closes_at__gte=now).order_by("arrives_at")[:limit])


def next_by_point(point_ids: list[int], now: datetime.datetime) -> dict[int, RunStop]:
    """Return the next bookable stop of each point that has one, in one query."""
    found: dict[int, RunStop] = {}
    for stop in bookable(now).filter(point_id__in=point_ids):
        found.setdefault(stop.point_id, stop)
    return found


def in_month(province_code: str, first: datetime.date, after: datetime.date) -> list[RunStop]:
    """Return the stops of a province from `first` up to but without `after`, in order of arrival."""
    return list(
        _with_room()
        .filter(run__province_id=province_code, arrives_at__date__gte=first, arrives_at__date__lt=after)
        .order_by("arrives_at", "position")
    )


def of_coming_runs(province_code: str, now: datetime.datetime, limit: int) -> list[RunStop]:
    """Return all stops of the next `limit` runs that have not finished, soonest first."""
    coming = Run.objects.filter(province_id=province_code, state__in=SHOWN_STATES, stops__closes_at__gte=now)
    ids = coming.annotate(first=Min("stops__arrives_at")).order_by("first", "pk").values_list("pk", flat=True)[:limit]
    stops = _with_room().filter(run__in=list(ids)).prefetch_related("run__sessions")
    return list(stops.order_by("arrives_at", "position", "pk"))


def _with_room() -> QuerySet[RunStop]:
    taken = Count("slots", filter=Q(slots__released_at=None))
    return (
        RunStop.objects.going()
        .filter(run__state__in=SHOWN_STATES)
        .select_related("run", "point__commune")
        .annotate(room=F("capacity_parcels") - taken)
    )


def _next_stop(stop: RunStop) -> NextStop:
    return NextStop(
        arrives_at=stop.arrives_at,
        closes_at=stop.closes_at,
        cut_off_at=stop.run.cut_off_at,
        point_name=stop.point.name,
        point_slug=stop.point.slug,
        commune_name=stop.point.commune.name,
    )
