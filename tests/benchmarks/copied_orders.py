"""Very many orders of one run: one is placed the way buyers do, the others are its rows once more, written in bulk."""

from __future__ import annotations

import uuid
from itertools import cycle, islice
from typing import TypeVar

from django.utils import timezone

from shop.fulfilment.models import Parcel
from shop.order.models import Line, Order, SellerOrder, access_token
from shop.shipping.models import Run, RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import RunFactory, RunStopFactory
from tests.factories.road import a_driver

Row = TypeVar("Row", Order, SellerOrder, Line)
PARCELS_EACH = 5  # of an order: two sellers' parts with two and three boxes
BOXES = (2, 3)


def copied_orders(*, parcels: int, stops: int) -> Run:
    """Return a run, not frozen, whose packed orders come to so many parcels, spread over so many stops."""
    run = RunFactory(driver=a_driver(), capacity_g=10**12)
    places = [RunStopFactory(run=run, capacity_parcels=parcels, position=n) for n in range(stops)]
    first = placed_order(stocked_product(), stocked_product(), stop=places[0])
    orders = Order.objects.bulk_create(_order(first, number) for number in range(parcels // PARCELS_EACH))
    pairs = list(zip(orders, islice(cycle(places), len(orders)), strict=True))
    for part, boxes in zip(first.seller_orders.order_by("pk"), BOXES, strict=True):
        _parts(part, pairs, boxes)
    return run


def _order(first: Order, number: int) -> Order:
    order = _copy(first)
    order.number, order.token, order.idempotency_key = f"MP-{number:06d}", access_token(), uuid.uuid4()
    order.basket = None
    order.buyer_name = f"Khách {number}"
    return order


def _parts(first: SellerOrder, pairs: list[tuple[Order, RunStop]], boxes: int) -> None:
    """Copy one seller's part with its lines to every order, packed into so many boxes."""
    copies = []
    for order, stop in pairs:
        part = _copy(first)
        part.order, part.run_stop = order, stop
        part.number = f"{order.number}-{first.number.rpartition('-')[2]}"
        copies.append(part)
    parts = SellerOrder.objects.bulk_create(copies)
    lines = list(first.lines.all())
    Line.objects.bulk_create(_line(line, part) for part in parts for line in lines)
    Parcel.objects.bulk_create(
        Parcel(
            code=f"B-{part.pk}-{box}",
            seller_order=part,
            run_stop_id=part.run_stop_id,
            number=box,
            weight_g=500,
            packed_at=timezone.now(),
        )
        for part in parts
        for box in range(1, boxes + 1)
    )


def _line(first: Line, part: SellerOrder) -> Line:
    line = _copy(first)
    line.order, line.seller_order = part.order, part
    return line


def _copy(row: Row) -> Row:
    """Return an unsaved row with the same fields."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row)(**fields)
