"""Held stock is within what is there and is exactly what orders hold; cards say what can still be bought."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, Greatest

from sellers.models import StockRecord
from shop.order.models import Line


def broken() -> Iterator[str]:
    """Name each stock record whose counters are wrong."""
    beyond = Q(num_allocated__lt=0) | Q(num_allocated__gt=F("num_in_stock"))
    for pk, held, there in StockRecord.objects.filter(beyond).values_list("pk", "num_allocated", "num_in_stock"):
        yield f"stock {pk}: {held} held of {there}"
    yield from _held_by_orders()
    left = Greatest(0, Coalesce(F("num_in_stock"), 0) - Coalesce(F("num_allocated"), 0))
    cards = StockRecord.objects.annotate(left=left).exclude(product__available=F("left"))
    for pk, left_, shown in cards.values_list("pk", "left", "product__available"):
        yield f"stock {pk}: {left_} left, the card says {shown}"


def _held_by_orders() -> Iterator[str]:
    lines = Line.objects.exclude(stockrecord=None).values_list("stockrecord").order_by()
    wanted = dict(lines.annotate(total=Sum("num_allocated")))
    for pk, held in StockRecord.objects.values_list("pk", "num_allocated"):
        if (held or 0) != wanted.get(pk, 0):
            yield f"stock {pk}: {held or 0} held, orders hold {wanted.get(pk, 0)}"
