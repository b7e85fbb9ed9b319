"""Pick-up points as buyers look for them: by commune, present or former name, nearest first."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shop.regions.models import Commune
from shop.regions.queries import nearness
from shop.shipping.models import PickUpPoint

EARTH_KM = 6371
DISTANCE_WORDS = {0: "ngay trong xã", 1: "cùng huyện cũ", 2: "cùng tỉnh cũ", 3: "cùng tỉnh"}


@dataclass(frozen=True)
class FoundPoint:
    """`distance` is a class, see shop.regions.queries.nearness; None when no commune was asked for."""

    point: PickUpPoint
    distance: int | None = None
    km: float | None = None

    @property
    def words(self) -> str:
        if self.km is not None:
            return _("cách %(km)s km") % {"km": f"{self.km:.1f}".replace(".", ",")}
        return _(DISTANCE_WORDS[self.distance]) if self.distance in DISTANCE_WORDS else ""


def active() -> QuerySet[PickUpPoint]:
    return PickUpPoint.objects.for_buyers().select_related("commune")


def active_in_province(province_code: str, limit: int) -> list[PickUpPoint]:
    return list(active().filter(commune__province_id=province_code)[:limit])


def nearest_first(commune: Commune) -> list[FoundPoint]:
    """Return the points of the commune's province, those in the commune first, then by nearness."""
    distance = nearness(commune)
    found = [
        FoundPoint(point, distance.get(point.commune_id))
        for point in active().filter(commune__province_id=commune.province_id)
    ]
    return sorted(found, key=lambda row: (9 if row.distance is None else row.distance, row.point.commune.sort_key))


def nearest_to(latitude: float, longitude: float, limit: int = 20) -> list[FoundPoint]:
    """Return the points nearest to a place, as the crow flies, with their kilometres."""
    known = active().exclude(latitude=None).exclude(longitude=None)
    found = [FoundPoint(point, km=_km(latitude, longitude, point)) for point in known]
    return sorted(found, key=lambda row: row.km or 0)[:limit]


def _km(latitude: float, longitude: float, point: PickUpPoint) -> float:
    """Return the great-circle distance in kilometres (haversine)."""
    here, there = math.radians(latitude), math.radians(float(point.latitude or 0))
    east = math.radians(float(point.longitude or 0) - longitude)
    chord = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(chord))


def in_province(province_code: str) -> list[FoundPoint]:
    """Return all points of a province by commune."""
    rows = active().filter(commune__province_id=province_code).order_by("commune__sort_key", "name")
    return [FoundPoint(point) for point in rows]
