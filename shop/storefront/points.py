"""Pick-up points as buyers look for them: by commune, present or former name, nearest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shop.regions.models import Commune
from shop.regions.queries import nearness
from shop.shipping.models import PickUpPoint

DISTANCE_WORDS = {0: "ngay trong xã", 1: "cùng huyện cũ", 2: "cùng tỉnh cũ", 3: "cùng tỉnh"}


@dataclass(frozen=True)
class FoundPoint:
    """`distance` is a class, see shop.regions.queries.nearness; None when no commune was asked for."""

    point: PickUpPoint
    distance: int | None = None

    @property
    def words(self) -> str:
        return _(DISTANCE_WORDS[self.distance]) if self.distance in DISTANCE_WORDS else ""


def active() -> QuerySet[PickUpPoint]:
    return PickUpPoint.objects.filter(is_active=True).select_related("commune")


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


def in_province(province_code: str) -> list[FoundPoint]:
    """Return all points of a province by commune."""
    rows = active().filter(commune__province_id=province_code).order_by("commune__sort_key", "name")
    return [FoundPoint(point) for point in rows]
