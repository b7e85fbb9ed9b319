"""Questions about stock and its history."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from sellers.models import StockRecord
from sellers.movements.models import StockMovement


def stock_of(seller_ids: Iterable[int], *, words: str = "") -> QuerySet[StockRecord]:
    """Return the stock of these sellers with `free` units, by name."""
    found = StockRecord.objects.filter(partner__in=list(seller_ids)).annotate(
        free=F("num_in_stock") - Coalesce(F("num_allocated"), 0)
    )
    if words:
        found = found.filter(Q(product__title__icontains=words) | Q(partner_sku__iexact=words))
    return found.select_related("product", "partner", "product__lot_tracking").order_by("product__title", "pk")


def history(record: StockRecord) -> QuerySet[StockMovement]:
    """Return every change of one good's stock, the latest first."""
    return StockMovement.objects.filter(stockrecord=record).select_related("actor")


def unequal() -> QuerySet[StockRecord]:
    """Return stock records whose counters are not the sum of their movements; sums as `moved` and `moved_held`."""
    return (
        StockRecord.objects.annotate(
            moved=Coalesce(Sum("movements__on_hand_change"), 0),
            moved_held=Coalesce(Sum("movements__held_change"), 0),
            there=Coalesce(F("num_in_stock"), 0),
            held=Coalesce(F("num_allocated"), 0),
        )
        .exclude(moved=F("there"), moved_held=F("held"))
        .order_by("pk")
    )
