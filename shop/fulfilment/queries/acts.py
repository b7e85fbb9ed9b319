"""Acts of devices that wait for a person."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from shop.fulfilment.models import ActOutcome, CounterAct, CounterDevice
from shop.shipping.models import PickUpPoint


def open_acts(point_ids: Iterable[int] | None = None) -> QuerySet[CounterAct]:
    """Return the acts that wait for a person, oldest first; None: of every point.

    Those that were neither applied nor settled, and hand-overs of recalled goods that nobody followed up.
    """
    unapplied = Q(outcome__in=[ActOutcome.WAITING, ActOutcome.CONFLICT])
    recalled = Q(cause=CounterAct.RECALLED, hand_over__undone_at=None)
    rows = CounterAct.objects.filter(unapplied | recalled, settled_at=None)
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
