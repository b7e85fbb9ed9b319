"""Lots follow their order: taken when it is packed, gone when delivered, back in the lot when it ends."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalogue.lots import fefo
from catalogue.lots.fefo import NotEnoughInLots
from catalogue.lots.models import Lot, LotTracking
from sellers.models import StockRecord
from shop.order.lots.models import LineLot
from shop.order.models import Line, SellerOrder

__all__ = [
    "NotEnoughInLots",
    "add_to_lots",
    "allocate_lots",
    "consume_lots",
    "lose_from_lots",
    "lose_of_lines",
    "put_back_lots",
    "release_lots",
]


def allocate_lots(*, seller_order: SellerOrder, parcel_id: int | None, at: datetime.datetime) -> list[LineLot]:
    """Take the goods of a part from their lots, first expired first, and record which lot went where.

    Only goods counted by lots. The caller holds the order's lock and a transaction. Raises NotEnoughInLots.
    """
    lines = list(seller_order.lines.filter(num_allocated__gt=0).order_by("product_id", "pk"))
    tracked = set(
        LotTracking.objects.filter(product__in=[line.product_id for line in lines]).values_list("product", flat=True)
    )
    today, made = timezone.localdate(at), []
    for line in lines:
        if line.product_id in tracked:
            taken = fefo.take(product_id=line.product_id, title=line.title, quantity=line.num_allocated, today=today)
            made += [
                LineLot(line=line, lot=one.lot, parcel_id=parcel_id, quantity=one.quantity, at=at) for one in taken
            ]
    return LineLot.objects.bulk_create(made)


def consume_lots(*, seller_orders: Sequence[SellerOrder]) -> None:
    """Buyers have the goods of these parts: they leave their lots. The caller holds the orders' locks, settles once.

    Goods packed before their stock was counted by lots leave the lot that would be packed first.
    """
    fefo.change(_units(_open(*seller_orders)), on_hand=-1, packed=-1)
    lose_from_lots(_unrecorded(*seller_orders))


def put_back_lots(*, seller_order: SellerOrder) -> None:
    """Undo `consume_lots`: the goods are held again, packed as they were."""
    fefo.change(_units(_open(seller_order)), on_hand=+1, packed=+1)
    for record_id, quantity in _unrecorded(seller_order).items():
        lots = Lot.objects.filter(product__stockrecords=record_id).order_by("expires_on", "pk")
        first = lots.select_for_update(of=("self",)).first()
        if first:
            fefo.change({first.pk: quantity}, on_hand=+1, packed=0)


def release_lots(*, seller_order: SellerOrder, at: datetime.datetime) -> None:
    """The part ends without its buyer: the goods may be packed again."""
    rows = _open(seller_order)
    fefo.change(_units(rows), on_hand=0, packed=-1)
    rows.update(released_at=at)


def lose_from_lots(quantities: Mapping[int, int]) -> None:
    """Units turned out not to be there (stock record id -> units): they leave the lots that would be packed first."""
    if not quantities:
        return
    products = StockRecord.objects.filter(pk__in=quantities, product__lot_tracking__isnull=False)
    for record_id, product_id in products.order_by("pk").values_list("pk", "product"):
        left = quantities[record_id]
        for lot in Lot.objects.select_for_update().filter(product=product_id).order_by("expires_on", "pk"):
            lost = min(left, lot.free)
            fefo.change({lot.pk: lost}, on_hand=-1, packed=0)
            left -= lost


def lose_of_lines(quantities: Mapping[int, int]) -> None:
    """Units of order lines are gone (line id -> units): from the lots they were packed from, else as above."""
    missing: dict[int, int] = {}
    records = dict(Line.objects.filter(pk__in=quantities).order_by("pk").values_list("pk", "stockrecord"))
    for line_id, record_id in records.items():
        left = quantities[line_id]
        for row in LineLot.objects.select_for_update().filter(line=line_id, released_at=None).order_by("-pk"):
            lost = min(left, row.quantity)
            fefo.change({row.lot_id: lost}, on_hand=-1, packed=-1)
            LineLot.objects.filter(pk=row.pk).update(quantity=row.quantity - lost)
            left -= lost
        if left and record_id is not None:
            missing[record_id] = missing.get(record_id, 0) + left
    lose_from_lots(missing)


def add_to_lots(quantities: Mapping[int, int]) -> None:
    """Units came back (stock record id -> units): into the lot that would be packed first."""
    products = StockRecord.objects.filter(pk__in=quantities, product__lot_tracking__isnull=False)
    for record_id, product_id in products.order_by("pk").values_list("pk", "product"):
        first = Lot.objects.select_for_update().filter(product=product_id).order_by("expires_on", "pk").first()
        if first:
            fefo.change({first.pk: quantities[record_id]}, on_hand=+1, packed=0)


def _unrecorded(*seller_orders: SellerOrder) -> dict[int, int]:
    """Return stock record id -> units of goods counted by lots for which no lot was recorded when they were packed."""
    counted = Line.objects.filter(stockrecord__product__lot_tracking__isnull=False, quantity__gt=0)
    lines = counted.filter(seller_order__in=seller_orders)
    recorded = Sum("lots__quantity", filter=Q(lots__released_at=None))
    units: dict[int, int] = {}
    for record_id, quantity, known in lines.annotate(known=Coalesce(recorded, 0)).values_list(
        "stockrecord", "quantity", "known"
    ):
        if quantity > known:
            units[record_id] = units.get(record_id, 0) + quantity - known
    return units


def _open(*seller_orders: SellerOrder) -> QuerySet[LineLot]:
    return LineLot.objects.filter(line__seller_order__in=seller_orders, released_at=None)


def _units(rows: QuerySet[LineLot]) -> dict[int, int]:
    units: dict[int, int] = {}
    for lot_id, quantity in rows.values_list("lot", "quantity"):
        units[lot_id] = units.get(lot_id, 0) + quantity
    return units
