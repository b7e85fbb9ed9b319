"""Wholesale prices and pre-orders, checked when the order is placed."""

import datetime
import uuid

import pytest
from django.utils import timezone

from catalogue.models import Product
from sellers.models import StockRecord
from shop.basket.domain.lines import add
from shop.basket.models import Basket
from shop.basket.promise import promise_for
from shop.basket.queries import contents_of
from shop.checkout.domain.place import place_order
from shop.checkout.domain.problems import CheckoutProblem, PreorderNeedsRun, PriceChanged, SellerNotSelling
from shop.order.models import Order
from shop.shipping.enums import DeliveryKind
from shop.shipping.models import RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import checkout_details
from tests.factories.places import RunFactory, RunStopFactory

pytestmark = pytest.mark.django_db


def place(basket: Basket, stop: RunStop | None = None, **changes: object) -> Order:
    details = checkout_details(basket, stop=stop, **changes)
    return place_order(basket=basket, details=details, idempotency_key=uuid.uuid4(), now=timezone.now())


def preordered(days: int) -> Product:
    return stocked_product(available_from=timezone.localdate() + datetime.timedelta(days=days))


def in_basket(product: Product, quantity: int = 1) -> Basket:
    basket = Basket()
    add(basket=basket, product=product, quantity=quantity)
    return basket


def test_an_order_costs_what_its_quantity_reaches() -> None:
    product = stocked_product(price=100_000, stock=200)
    StockRecord.objects.update(step_quantities=[10], step_prices=[90_000])

    order = place(in_basket(product, 12), RunStopFactory())

    line = order.lines.get()
    assert (line.unit_price_incl_tax, line.line_price_incl_tax) == (90_000, 1_080_000)
    assert order.seller_orders.get().goods_vnd == 1_080_000


def test_a_step_moved_meanwhile_is_told_before_anything_is_written() -> None:
    product = stocked_product(price=100_000, stock=200)
    StockRecord.objects.update(step_quantities=[10], step_prices=[90_000])
    basket = in_basket(product, 12)
    StockRecord.objects.update(step_quantities=[20])

    with pytest.raises(PriceChanged) as refusal:
        place(basket, RunStopFactory())
    assert (refusal.value.lines[0].was_vnd, refusal.value.lines[0].now_vnd) == (90_000, 100_000)
    assert not Order.objects.exists()


def test_pre_ordered_goods_take_only_runs_that_depart_when_they_are_there() -> None:
    early = RunStopFactory()
    in_nine_days = timezone.now() + datetime.timedelta(days=9)
    late = RunStopFactory(point=early.point, run=RunFactory(province=early.run.province, cut_off_at=in_nine_days))
    basket = in_basket(preordered(days=8))
    contents = contents_of(basket)

    promise = promise_for(commune=early.point.commune, contents=contents, now=timezone.now())
    assert promise.first == late
    with pytest.raises(CheckoutProblem):
        place(basket, early)
    order = place(basket, late)
    assert order.seller_orders.get().run_stop == late


def test_pre_ordered_goods_are_not_brought_to_the_door() -> None:
    basket = in_basket(preordered(days=3))
    with pytest.raises(PreorderNeedsRun):
        place(
            basket,
            delivery_kind=DeliveryKind.HOME,
            commune_code=RunStopFactory().point.commune_id,
            address_line="Thôn 1",
        )


def test_a_window_that_closed_meanwhile_is_told() -> None:
    basket = in_basket(preordered(days=2))
    Product.objects.update(preorder_closes_on=timezone.localdate() - datetime.timedelta(days=1))
    with pytest.raises(SellerNotSelling):
        place(basket, RunStopFactory())
