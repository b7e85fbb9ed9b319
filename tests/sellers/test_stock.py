import pytest
from django.db import transaction

from catalogue.models import Product
from sellers import stock
from sellers.models import StockRecord
from tests.factories.goods import StockFactory

pytestmark = pytest.mark.django_db


def standing(record: StockRecord) -> tuple[int, int, int]:
    record.refresh_from_db()
    return record.num_in_stock, record.num_allocated, Product.objects.get(pk=record.product_id).available


def test_hold_release_and_consume_keep_the_card_in_step() -> None:
    record = StockFactory(num_in_stock=5)
    stock.hold({record.pk: 3})
    assert standing(record) == (5, 3, 2)
    stock.release({record.pk: 1})
    assert standing(record) == (5, 2, 3)
    stock.consume({record.pk: 2})
    assert standing(record) == (3, 0, 3)
    assert record.version == 4


def test_hold_refuses_more_than_there_is_and_takes_nothing_of_the_others() -> None:
    first, second = StockFactory(num_in_stock=5), StockFactory(num_in_stock=1)
    with pytest.raises(stock.NotEnoughStock):
        hold_atomically({first.pk: 1, second.pk: 2})
    assert (standing(first), standing(second)) == ((5, 0, 5), (1, 0, 1))


def hold_atomically(quantities: dict[int, int]) -> None:
    with transaction.atomic():
        stock.hold(quantities)


def test_record_without_a_count_has_nothing_to_sell() -> None:
    record = StockFactory()
    StockRecord.objects.filter(pk=record.pk).update(num_in_stock=None, num_allocated=None)
    with pytest.raises(stock.NotEnoughStock):
        stock.hold({record.pk: 1})


def test_more_than_was_held_cannot_be_given_back() -> None:
    record = StockFactory(num_in_stock=5)
    stock.hold({record.pk: 1})
    with pytest.raises(stock.NotEnoughStock):
        stock.release({record.pk: 2})
