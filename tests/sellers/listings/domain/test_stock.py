"""Price and stock change at once."""

import pytest
from django.utils import timezone

from catalogue.models import Product
from catalogue.search.models import SearchOutbox
from sellers.listings.domain.stock import StockBelowAllocated, StockMoved, change_stock
from sellers.listings.models import StockChange
from sellers.models import StockRecord
from tests.factories.goods import StockFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_a_change_reaches_card_history_and_search() -> None:
    record = StockFactory(price=98_000, num_in_stock=50, num_allocated=3)
    actor = UserFactory()
    SearchOutbox.objects.all().delete()

    change_stock(stockrecord=record, price_vnd=105_000, stock=20, actor=actor, at=timezone.now(), reason="Tết")

    product = Product.objects.get(pk=record.product_id)
    change = StockChange.objects.get()
    assert (product.price_vnd, product.available) == (105_000, 17)
    assert (change.price_before, change.price_after, change.stock_before, change.stock_after) == (
        98_000,
        105_000,
        50,
        20,
    )
    assert (change.actor, change.reason) == (actor, "Tết")
    assert SearchOutbox.objects.filter(product_id=product.pk).exists()
    assert StockRecord.objects.get(pk=record.pk).version == 2


def test_stock_does_not_go_below_what_orders_hold() -> None:
    record = StockFactory(num_in_stock=50, num_allocated=3)

    with pytest.raises(StockBelowAllocated) as refused:
        change_stock(stockrecord=record, price_vnd=98_000, stock=2, actor=None, at=timezone.now())

    assert refused.value.allocated == 3
    assert StockRecord.objects.get(pk=record.pk).num_in_stock == 50


def test_the_same_values_write_nothing() -> None:
    record = StockFactory(price=98_000, num_in_stock=50)

    change_stock(stockrecord=record, price_vnd=98_000, stock=50, actor=None, at=timezone.now())

    assert not StockChange.objects.exists()


def test_a_stock_typed_against_an_old_number_is_refused() -> None:
    record = StockFactory(price=98_000, num_in_stock=47)

    with pytest.raises(StockMoved) as refused:
        change_stock(stockrecord=record, price_vnd=98_000, stock=60, actor=None, at=timezone.now(), seen_stock=50)

    assert refused.value.now == 47


def test_a_new_price_does_not_bring_sold_goods_back() -> None:
    record = StockFactory(price=98_000, num_in_stock=47)

    change_stock(stockrecord=record, price_vnd=99_000, stock=50, actor=None, at=timezone.now(), seen_stock=50)

    record.refresh_from_db()
    assert (int(record.price), record.num_in_stock) == (99_000, 47)
