"""No stop has more slots taken than it has, no run carries more than it may, and ended parts hold no slot."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum

from shop.order.enums import SellerOrderState
from shop.shipping.models import Run, RunSlot, RunStop

ENDED = (SellerOrderState.CANCELLED, SellerOrderState.RETURNED)


def broken() -> Iterator[str]:
    """Name each stop, run and slot that breaks the promise."""
    taken = Count("slots", filter=Q(slots__released_at=None))
    stops = RunStop.objects.annotate(taken=taken).filter(taken__gt=F("capacity_parcels"))
    for stop in stops:
        yield f"stop {stop.pk}: {stop.taken} slots of {stop.capacity_parcels}"
    load = Sum("stops__slots__weight_g", filter=Q(stops__slots__released_at=None), default=0)
    for run in Run.objects.annotate(load_g=load).filter(load_g__gt=F("capacity_g")):
        yield f"run {run}: {run.load_g} g of {run.capacity_g}"
    kept = RunSlot.objects.filter(released_at=None, seller_order__state__in=ENDED)
    for number in kept.values_list("seller_order__number", flat=True):
        yield f"{number}: ended and still holds a slot"
    standing = RunSlot.objects.exclude(released_at=None).exclude(seller_order__state__in=ENDED)
    for number in standing.values_list("seller_order__number", flat=True):
        yield f"{number}: stands and lost its slot"
