"""A part reached its buyer: the seller's money falls due and the goods leave the stock."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.utils import timezone

from sellers import stock
from sellers.tax.domain.rates import is_on
from sellers.tax.domain.withholding import offset, withhold
from shop.order.domain.bookkeeping import post_delivered, post_delivery_undone
from shop.order.domain.revenue import revenues
from shop.order.domain.transitions import lock
from shop.order.enums import Collector, SellerOrderState
from shop.order.lots.domain.allocating import consume_lots, put_back_lots
from shop.order.models import Line, SellerOrder


class NotDelivered(Exception):
    """The part has not been moved to "delivered"."""


@transaction.atomic
def settle_delivered(*, seller_order: SellerOrder, at: datetime.datetime) -> SellerOrder:
    """Settle a part in state "delivered": pending → payable, held stock → gone, sales counted.

    Doing it again changes nothing. Raises NotDelivered.
    """
    _order, parts = lock(order_id=seller_order.order_id)
    part = next(part for part in parts if part.pk == seller_order.pk)
    settle_all({part: at})
    return part


def settle_all(delivered: Mapping[SellerOrder, datetime.datetime]) -> None:
    """Settle parts that were locked, fresh, in this transaction: part -> when. Their `order` is the locked one.

    Stock is locked once for all of them; the statements do not grow with their number. Raises NotDelivered before
    anything is written.
    """
    for part in delivered:
        if part.state != SellerOrderState.DELIVERED:
            raise NotDelivered(part.number)
    fresh = [part for part in delivered if not part.delivered_at]
    if not fresh:
        return
    for part in fresh:
        part.delivered_at = delivered[part]
    with connection.cursor() as cursor:
        cursor.execute(SET_DELIVERED, [[part.pk for part in fresh], [part.delivered_at for part in fresh]])
    lines = _lines(fresh)
    _take_out(fresh, lines)
    post_delivered(fresh)
    for part in _taxed(fresh):
        _withhold(part, lines[part.pk])


@transaction.atomic
def unsettle_delivered(*, seller_order: SellerOrder, at: datetime.datetime) -> SellerOrder:
    """Undo `settle_delivered` of a part that is handed back at once: payable → pending, goods held again.

    The caller has moved the part back to "at the point". A part that is not settled stays as it is.
    """
    _order, parts = lock(order_id=seller_order.order_id)
    part = next(part for part in parts if part.pk == seller_order.pk)
    if part.delivered_at is None:
        return part
    part.delivered_at = None
    part.save(update_fields=["delivered_at"])
    _put_back(part)
    offset(part_number=part.number, at=at)
    post_delivery_undone(seller_order=part, at=at)
    return part


def _lines(parts: Iterable[SellerOrder]) -> dict[int, list[Line]]:
    """Return part id -> its lines with their goods."""
    found: dict[int, list[Line]] = {part.pk: [] for part in parts}
    for line in Line.objects.filter(seller_order__in=list(found)).select_related("product").order_by("pk"):
        found[line.seller_order_id].append(line)
    return found


def _taxed(parts: Iterable[SellerOrder]) -> list[SellerOrder]:
    """Return the parts from which tax may be withheld: the market or its partner takes the money, and it is on."""
    passing = [part for part in parts if part.order.collector != Collector.SELLER]
    days = {timezone.localdate(part.delivered_at) for part in passing}
    withheld = {day for day in days if is_on(on=day)}
    return [part for part in passing if timezone.localdate(part.delivered_at) in withheld]


def _withhold(part: SellerOrder, lines: list[Line]) -> None:
    """A sale is what the goods bring the seller: what it bears of a discount is taken off, line by line."""
    sold = [(line.product_id, revenue) for line, revenue in zip(lines, revenues(part, lines), strict=True)]
    assert part.delivered_at
    withhold(
        seller=part.seller,
        part_number=part.number,
        order_number=part.order.number,
        sold=sold,
        delivery_vnd=part.seller_delivery_vnd,
        at=part.delivered_at,
    )


def _put_back(part: SellerOrder) -> None:
    lines = list(part.lines.exclude(stockrecord=None).select_related("product").order_by("stockrecord_id"))
    held: dict[int, int] = {}
    for line in lines:
        held[line.stockrecord_id] = held.get(line.stockrecord_id, 0) + line.quantity
        line.num_allocated = line.quantity
    stock.lock(held)
    stock.put_back(held, reference=part.number)
    put_back_lots(seller_order=part)
    _count_sold(lines, sign=-1)
    Line.objects.bulk_update(lines, ["num_allocated"])


def _take_out(parts: list[SellerOrder], lines: Mapping[int, list[Line]]) -> None:
    held = {part.number: _held(lines[part.pk]) for part in parts}
    stock.lock({pk for quantities in held.values() for pk in quantities})
    stock.consume_all(held)
    consume_lots(seller_orders=parts)
    _count_sold([line for part in parts for line in lines[part.pk] if line.stockrecord_id], sign=1)
    Line.objects.filter(seller_order__in=parts).update(num_allocated=0)


def _held(lines: Iterable[Line]) -> dict[int, int]:
    """Return stock record id -> units that the lines hold of it."""
    held: dict[int, int] = {}
    for line in lines:
        if line.stockrecord_id:
            held[line.stockrecord_id] = held.get(line.stockrecord_id, 0) + line.num_allocated
    return held


def _count_sold(lines: Iterable[Line], *, sign: int) -> None:
    """Count what was sold, or no longer is; a packing's sale is its good's as well. Their cards are locked."""
    sold: dict[int, int] = {}
    for line in lines:
        for pk in {line.product_id, line.product.parent_id} - {None} if line.product else ():
            sold[pk] = sold.get(pk, 0) + sign * line.quantity
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SOLD, [list(sold), list(sold.values())])


SET_DELIVERED = """
    UPDATE order_sellerorder AS p SET delivered_at = delivered.at
    FROM unnest(%s::bigint[], %s::timestamptz[]) AS delivered (id, at) WHERE p.id = delivered.id
"""
COUNT_SOLD = """
    UPDATE catalogue_product AS p SET sales_count = sales_count + sold.units
    FROM unnest(%s::bigint[], %s::int[]) AS sold (id, units) WHERE p.id = sold.id
"""
