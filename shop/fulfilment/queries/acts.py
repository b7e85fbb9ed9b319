"""Acts of devices that wait for a person."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from shop.fulfilment.models import ActOutcome, CounterAct, CounterDevice
from shop.shipping.models import PickUpPoint


def open_acts(point_ids: Iterable[int] | None = None) -> QuerySet[CounterAct]:
    """Return the acts that were neither applied nor settled, oldest first; None: of every point."""
    rows = CounterAct.objects.filter(settled_at=None).exclude(outcome=ActOutcome.APPLIED)
    if point_ids is not None:
        rows = rows.filter(device__point__in=list(point_ids))
    return rows.select_related("device__point__commune__province", "device__operator", "order").order_by(
        "received_at", "pk"
    )


def devices_of(points: Iterable[PickUpPoint | int]) -> QuerySet[CounterDevice]:
    """Return the devices of some points, those in use first."""
    return (
        CounterDevice.objects.filter(point__in=list(points))
        .select_related("point", "operator")
        .order_by("state", "-enrolled_at")
    )
