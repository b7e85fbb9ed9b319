"""A part reached its buyer: the seller's money falls due and the goods leave the stock."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F

from catalogue.models import Product
from sellers import stock
from sellers.commission.domain.rounding import largest_remainder
from sellers.tax.domain.withholding import offset, withhold
from shop.order.domain.bookkeeping import post_delivered, post_delivery_undone
from shop.order.domain.transitions import lock
from shop.order.enums import Collector, SellerOrderState
from shop.order.lots.domain.allocating import consume_lots, put_back_lots
from shop.order.models import Line, Order, SellerOrder


class NotDelivered(Exception):
    """The part has not been moved to "delivered"."""


@transaction.atomic
def settle_delivered(*, seller_order: SellerOrder, at: datetime.datetime) -> SellerOrder:
    """Settle a part in state "delivered": pending → payable, held stock → gone, sales counted.

    Doing it again changes nothing. Raises NotDelivered.
    """
    order, parts = lock(order_id=seller_order.order_id)
    part = next(part for part in parts if part.pk == seller_order.pk)
    settle_locked(part=part, order=order, at=at)
    return part


def settle_locked(*, part: SellerOrder, order: Order, at: datetime.datetime) -> None:
    """Settle a part that was locked, fresh, in this transaction. Raises NotDelivered before anything is written."""
    if part.state != SellerOrderState.DELIVERED:
        raise NotDelivered(part.number)
    if part.delivered_at:
        return
    part.delivered_at = at
    part.save(update_fields=["delivered_at"])
    _take_out(part)
    post_delivered(order=order, seller_order=part, at=at)
    _withhold(order, part, at)


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


def _withhold(order: Order, part: SellerOrder, at: datetime.datetime) -> None:
    """Withhold tax where the market or its partner takes the money; discounts are taken off line by line."""
    if order.collector == Collector.SELLER:
        return
    lines = list(part.lines.order_by("pk"))
    amounts = [int(line.line_price_incl_tax) for line in lines]
    discounts = largest_remainder(total_vnd=int(part.discount_vnd), weights=amounts)
    sold = [(line.product_id, amount - less) for line, amount, less in zip(lines, amounts, discounts, strict=True)]
    withhold(
        seller=part.seller,
        part_number=part.number,
        order_number=order.number,
        sold=sold,
        delivery_vnd=part.seller_delivery_vnd,
        at=at,
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


def _take_out(part: SellerOrder) -> None:
    lines = list(part.lines.exclude(stockrecord=None).select_related("product").order_by("stockrecord_id"))
    held: dict[int, int] = {}
    for line in lines:
        held[line.stockrecord_id] = held.get(line.stockrecord_id, 0) + line.num_allocated
    stock.lock(held)
    stock.consume(held, reference=part.number)
    consume_lots(seller_order=part)
    _count_sold(lines, sign=1)
    Line.objects.filter(seller_order=part).update(num_allocated=0)


def _count_sold(lines: list[Line], *, sign: int) -> None:
    """Count what was sold, or no longer is; a packing's sale is its good's as well."""
    for line in lines:
        if line.product:
            goods = [pk for pk in (line.product_id, line.product.parent_id) if pk]
            Product.objects.filter(pk__in=goods).update(sales_count=F("sales_count") + sign * line.quantity)
