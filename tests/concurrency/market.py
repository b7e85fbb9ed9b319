"""Baskets for a crowd, written in bulk, and the forms their buyers send."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import get_random_string

from catalogue.models import Product
from sellers.models import StockRecord
from shop.basket.holding import signed
from shop.basket.models import Basket, Line
from shop.basket.queries import contents_of
from shop.checkout.sent_basket import reference_of
from shop.regions.models import Commune
from shop.shipping.models import HomeDeliveryRate, LeadTime, RunStop
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.places import PointFactory, RunFactory, RunStopFactory


@dataclass(frozen=True)
class Form:
    """One buyer's POST to the checkout."""

    basket_id: int
    body: str
    cookies: str


def goods(count: int, *, stock: int) -> list[Product]:
    """Return goods of one seller, who also delivers home for nothing."""
    seller = SellerFactory()
    HomeDeliveryRate.objects.create(seller=seller, amount_vnd=0)
    return [stocked_product(seller=seller, stock=stock) for _ in range(count)]


def stops(count: int, *, capacity: int) -> list[RunStop]:
    """Return stops of one run, each at a point of its own."""
    run = RunFactory()
    return [RunStopFactory(run=run, capacity_parcels=capacity) for _ in range(count)]


def two_runs(*, capacity: int, later_capacity: int) -> tuple[RunStop, RunStop]:
    """Return the stops of two runs at one point. The later run was made first, so locks by number go back in time."""
    point = PointFactory()
    in_a_month = timezone.now() + datetime.timedelta(days=30)
    later = RunStopFactory(point=point, capacity_parcels=later_capacity, run=RunFactory(cut_off_at=in_a_month))
    return RunStopFactory(point=point, capacity_parcels=capacity), later


def lead_time_of(products: Sequence[Product], *, days: int) -> None:
    """Let goods of one seller leave only after so many days."""
    LeadTime.objects.bulk_create(
        LeadTime(seller_id=record.partner_id, product_id=record.product_id, days=days)
        for record in StockRecord.objects.filter(product__in=products)
    )


def forms_of(
    wanted: Sequence[Sequence[Product]], at: Sequence[RunStop | Commune], *, payment: str = "cash"
) -> list[Form]:
    """Return the filled-in checkout of one guest per list of goods, a piece of each.

    at: stops to collect at, or communes to deliver home in, taken in turn.
    """
    baskets = Basket.objects.bulk_create(Basket() for _ in wanted)
    records = _records(wanted)
    Line.objects.bulk_create(
        _line(basket, product, records[product.pk])
        for basket, products in zip(baskets, wanted, strict=True)
        for product in products
    )
    return [_form(basket, place, payment) for basket, place in zip(baskets, itertools.cycle(at), strict=False)]


def _form(basket: Basket, place: RunStop | Commune, payment: str) -> Form:
    """Return what a browser sends that was shown the page: signed basket, fingerprint and total that were seen."""
    contents, token = contents_of(basket), get_random_string(32)
    fields = {
        "csrfmiddlewaretoken": token,
        "gio": reference_of(basket),
        "ban": contents.fingerprint,
        "tong": contents.goods_vnd,
        "phone": "0912345678",
        "name": "Nguyễn Thị Lan",
        "payment": payment,
        **_delivery(place),
    }
    cookies = {
        settings.OSCAR_BASKET_COOKIE_OPEN: signed(basket.pk, settings.OSCAR_BASKET_COOKIE_OPEN),
        settings.CSRF_COOKIE_NAME: token,
    }
    return Form(basket.pk, urlencode(fields), "; ".join(f"{name}={value}" for name, value in cookies.items()))


def _delivery(place: RunStop | Commune) -> dict[str, object]:
    if isinstance(place, RunStop):
        commune = place.point.commune
        return {"province": commune.province_id, "commune": commune.pk, "delivery": "pick_up", "stop": place.pk}
    return {"province": place.province_id, "commune": place.pk, "delivery": "home", "address": "Thôn 1"}


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
