"""Held stock is within what is there and is exactly what orders hold; cards say what can still be bought."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, Greatest

from catalogue.models import Product
from sellers.models import StockRecord
from shop.order.models import Line


def broken() -> Iterator[str]:
    """Name each stock record whose counters are wrong."""
    beyond = Q(num_allocated__lt=0) | Q(num_allocated__gt=F("num_in_stock"))
    for pk, held, there in StockRecord.objects.filter(beyond).values_list("pk", "num_allocated", "num_in_stock"):
        yield f"stock {pk}: {held} held of {there}"
    yield from _held_by_orders()
    yield from _cards()


def _cards() -> Iterator[str]:
    """A good's card counts what is left of all its packings; that of a packing its own."""
    left = Greatest(0, Coalesce(F("num_in_stock"), 0) - Coalesce(F("num_allocated"), 0))
    wanted: dict[int, int] = {}
    records = StockRecord.objects.annotate(left=left)
    for product_id, parent_id, is_public, n in records.values_list(
        "product_id", "product__parent_id", "product__is_public", "left"
    ):
        wanted[product_id] = wanted.get(product_id, 0) + n
        if parent_id and is_public:
            wanted[parent_id] = wanted.get(parent_id, 0) + n
    shown = dict(Product.objects.filter(pk__in=wanted).values_list("pk", "available"))
    for pk, n in sorted(wanted.items()):
        if shown[pk] != n:
            yield f"good {pk}: {n} left, the card says {shown[pk]}"


def _held_by_orders() -> Iterator[str]:
    lines = Line.objects.exclude(stockrecord=None).values_list("stockrecord").order_by()
    wanted = dict(lines.annotate(total=Sum("num_allocated")))
    for pk, held in StockRecord.objects.values_list("pk", "num_allocated"):
        if (held or 0) != wanted.get(pk, 0):
            yield f"stock {pk}: {held or 0} held, orders hold {wanted.get(pk, 0)}"
