"""Wholesale steps: set by the seller, applied in the basket, checked when the order is placed."""

import pytest
from django.utils import timezone

from sellers.listings.domain.completeness import completeness
from sellers.listings.domain.stock import StepsUnsound, change_stock
from sellers.listings.models import StockChange
from sellers.models import StockRecord
from sellers.prices import PriceStep
from sellers.strategy import Market
from shop.basket.domain.lines import accept_terms, add, set_quantity
from shop.basket.models import Basket
from shop.basket.queries import lines_of
from tests.factories.goods import StockFactory
from tests.factories.listings import draft, published

pytestmark = pytest.mark.django_db


def wholesale(price: int = 100_000) -> StockRecord:
    return StockFactory(price=price, num_in_stock=500, step_quantities=[10, 50], step_prices=[90_000, 80_000])


def test_steps_are_published_and_their_change_is_kept() -> None:
    listing = published(step1_quantity="10", step1_vnd="230.000")
    record = StockRecord.objects.get(product=listing.product)
    assert record.steps == [PriceStep(10, 230_000)]

    change_stock(
        stockrecord=record,
        price_vnd=245_000,
        stock=86,
        actor=None,
        at=timezone.now(),
        steps=[PriceStep(5, 240_000), PriceStep(20, 220_000)],
    )

    record.refresh_from_db()
    assert record.unit_vnd(20) == 220_000
    assert StockChange.objects.first().reason == "Giá sỉ từ 5: 240.000\u00a0₫; 20: 220.000\u00a0₫"


@pytest.mark.parametrize("steps", [[PriceStep(10, 100_000)], [PriceStep(1, 90_000)]])
def test_unsound_steps_change_nothing(steps: list[PriceStep]) -> None:
    record = wholesale()
    with pytest.raises(StepsUnsound):
        change_stock(stockrecord=record, price_vnd=100_000, stock=9, actor=None, at=timezone.now(), steps=steps)
    record.refresh_from_db()
    assert (record.num_in_stock, len(record.steps)) == (500, 2)


@pytest.mark.parametrize(
    "typed", [{"step1_quantity": "10"}, {"step1_quantity": "10", "step1_vnd": "300.000"}, {"step1_vnd": "9"}]
)
def test_a_draft_with_unsound_steps_is_not_sent(typed: dict[str, str]) -> None:
    assert len(completeness(draft(**typed), today=timezone.localdate()).missing) == 1


def test_the_buyers_own_quantity_moves_the_price_without_news() -> None:
    record, basket = wholesale(), Basket()
    line = add(basket=basket, product=record.product, quantity=9)
    assert lines_of(basket)[0].unit_vnd == 100_000

    add(basket=basket, product=record.product, quantity=1)
    entry = lines_of(basket)[0]
    assert (entry.unit_vnd, entry.total_vnd, entry.price_changed) == (90_000, 900_000, False)
    assert entry.next_step == PriceStep(50, 80_000)

    line.refresh_from_db()
    set_quantity(line=line, quantity=50)
    line.refresh_from_db()
    assert lines_of(basket)[0].total_vnd == 4_000_000
    assert Market().fetch_for_line(line).price.incl_tax == 80_000


def test_a_step_that_the_seller_moved_is_news_and_must_be_accepted() -> None:
    record, basket = wholesale(), Basket()
    line = add(basket=basket, product=record.product, quantity=10)
    steps = [PriceStep(20, 90_000)]
    change_stock(stockrecord=record, price_vnd=100_000, stock=500, actor=None, at=timezone.now(), steps=steps)

    line.refresh_from_db()
    set_quantity(line=line, quantity=11)
    entry = lines_of(basket)[0]
    assert (entry.seen_vnd, entry.unit_vnd, entry.price_changed) == (90_000, 100_000, True)

    line = entry.line
    assert not accept_terms(line=line, price_vnd=90_000, quantity=11)
    assert accept_terms(line=line, price_vnd=100_000, quantity=11)
