"""Baskets for a crowd, written in bulk."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Sequence
from typing import Any

from catalogue.models import Product
from sellers.models import StockRecord
from shop.basket.models import Basket, Line
from shop.shipping.models import RunStop
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.places import PointFactory, RunFactory, RunStopFactory


def goods(count: int, *, stock: int) -> list[Product]:
    """Return goods of one seller."""
    seller = SellerFactory()
    return [stocked_product(seller=seller, stock=stock) for _ in range(count)]


def stops(count: int, *, capacity: int, own_runs: bool) -> list[RunStop]:
    """Return stops at one point, each on a run of its own, or at different points of one run."""
    if own_runs:
        point = PointFactory()
        return [RunStopFactory(point=point, capacity_parcels=capacity) for _ in range(count)]
    run = RunFactory()
    return [RunStopFactory(run=run, capacity_parcels=capacity) for _ in range(count)]


def orders_of(wanted: Sequence[Sequence[Product]], at: Sequence[RunStop]) -> list[dict[str, Any]]:
    """Return one request per list of goods, each from a basket of its own, a piece of each; stops are taken in turn."""
    baskets = Basket.objects.bulk_create(Basket() for _ in wanted)
    prices = _records(wanted)
    Line.objects.bulk_create(
        _line(basket, product, prices[product.pk])
        for basket, products in zip(baskets, wanted, strict=True)
        for product in products
    )
    return [
        {
            "basket": basket.pk,
            "stop": stop.pk,
            "total": sum(int(prices[product.pk].price) for product in products),
            "key": str(uuid.uuid4()),
        }
        for basket, products, stop in zip(baskets, wanted, itertools.cycle(at), strict=False)
    ]


def _records(wanted: Sequence[Sequence[Product]]) -> dict[int, StockRecord]:
    records = StockRecord.objects.filter(product__in={product.pk for products in wanted for product in products})
    return {record.product_id: record for record in records}


def _line(basket: Basket, product: Product, record: StockRecord) -> Line:
    return Line(
        basket=basket,
        product=product,
        stockrecord=record,
        line_reference=f"{product.pk}",
        quantity=1,
        price_incl_tax=record.price,
        price_excl_tax=record.price,
    )
