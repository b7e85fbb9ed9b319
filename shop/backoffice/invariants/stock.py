"""Held stock is within what is there and is exactly what orders hold; cards say what can still be bought."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, Greatest

from catalogue.lots.models import Lot
from catalogue.models import Product
from sellers.models import StockRecord
from sellers.movements.queries import unequal
from shop.order.lots.models import LineLot
from shop.order.models import Line


def broken() -> Iterator[str]:
    """Name each stock record whose counters are wrong."""
    beyond = Q(num_allocated__lt=0) | Q(num_allocated__gt=F("num_in_stock"))
    for pk, held, there in StockRecord.objects.filter(beyond).values_list("pk", "num_allocated", "num_in_stock"):
        yield f"stock {pk}: {held} held of {there}"
    yield from _held_by_orders()
    for record in unequal():
        counted, moved = (record.there, record.held), (record.moved, record.moved_held)
        yield f"stock {record.pk}: {counted} on hand and held, its movements sum to {moved}"
    yield from _in_lots()
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


def _in_lots() -> Iterator[str]:
    """Name each good counted by lots whose lots do not hold what its stock says."""
    tracked = StockRecord.objects.filter(product__lot_tracking__isnull=False)
    for record in tracked.annotate(lots=Coalesce(Sum("product__lots__on_hand"), 0)).exclude(num_in_stock=F("lots")):
        yield f"stock {record.pk}: {record.num_in_stock} there, its lots hold {record.lots}"
    packed = LineLot.objects.filter(released_at=None, line__num_allocated__gt=0).values_list("lot").order_by()
    wanted = dict(packed.annotate(total=Sum("quantity")))
    for pk, code, counted in Lot.objects.values_list("pk", "code", "packed"):
        if counted != wanted.get(pk, 0):
            yield f"lot {code}: {counted} packed, orders hold {wanted.get(pk, 0)}"
