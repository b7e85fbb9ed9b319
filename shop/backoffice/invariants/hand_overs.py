"""One standing hand-over ends an order at a stop, and nothing waits there then; a code dies with the last parcel."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef

from shop.fulfilment.models import HandOver
from shop.order.enums import SellerOrderState
from shop.order.models import PickUpCode, SellerOrder

OVER = (SellerOrderState.DELIVERED, SellerOrderState.RETURNED, SellerOrderState.CANCELLED)


def broken() -> Iterator[str]:
    """Name each second hand-over, each unfinished one, and each code that lives too long or died too early."""
    standing = HandOver.objects.filter(undone_at=None, rest_waits=False)
    twice = standing.values("order__number", "run_stop").order_by().annotate(times=Count("pk"))
    for row in twice.filter(times__gt=1):
        yield f"{row['order__number']}: handed over {row['times']} times at stop {row['run_stop']}"
    waiting = Exists(
        SellerOrder.objects.filter(order=OuterRef("order"), run_stop=OuterRef("run_stop")).exclude(state__in=OVER)
    )
    still_here = Exists(
        SellerOrder.objects.filter(order=OuterRef("order"), run_stop=OuterRef("run_stop")).exclude(
            state__in=(*OVER, SellerOrderState.RETURNING)
        )
    )
    for number in standing.filter(still_here).values_list("order__number", flat=True):
        yield f"{number}: handed over, and a part of it still waits"
    for number in PickUpCode.objects.filter(~waiting, used_at=None).values_list("order__number", flat=True):
        yield f"{number}: nothing left to collect, and its code lives"
    for number in PickUpCode.objects.filter(waiting).exclude(used_at=None).values_list("order__number", flat=True):
        yield f"{number}: something to collect, and its code is dead"
