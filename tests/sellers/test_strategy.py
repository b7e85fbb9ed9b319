import pytest

from sellers.enums import SellerState
from sellers.models import StockRecord
from sellers.strategy import Selector
from tests.factories.goods import StockFactory, stocked_product

pytestmark = pytest.mark.django_db


def test_price_includes_vat_and_has_no_tax_of_its_own() -> None:
    price = Selector().strategy().fetch_for_product(stocked_product(price=98_000)).price
    assert (price.incl_tax, price.excl_tax, price.tax, price.currency, price.is_tax_known) == (
        98_000,
        98_000,
        0,
        "VND",
        True,
    )


def test_bought_up_to_what_is_not_held() -> None:
    record = StockFactory(num_in_stock=5, num_allocated=3)
    availability = Selector().strategy().fetch_for_product(record.product).availability
    assert (availability.is_purchase_permitted(2), availability.is_purchase_permitted(3)) == (
        (True, ""),
        (False, "Chỉ còn 2"),
    )
    assert availability.is_purchase_permitted(0)[0] is False


@pytest.mark.parametrize("state", [SellerState.SUSPENDED, SellerState.CLOSED])
def test_seller_who_is_not_selling_sells_nothing(state: SellerState) -> None:
    record = StockFactory(partner__state=state)
    assert not Selector().strategy().fetch_for_product(record.product).availability.is_available_to_buy


def test_withdrawn_good_is_not_sold() -> None:
    product = stocked_product(is_public=False)
    assert not Selector().strategy().fetch_for_product(product).availability.is_available_to_buy


def test_selling_sellers_record_is_taken_and_a_named_one_wins() -> None:
    closed = StockFactory(partner__state=SellerState.CLOSED)
    selling = StockFactory(product=closed.product)
    strategy = Selector().strategy()
    assert strategy.fetch_for_product(closed.product).stockrecord == selling
    assert strategy.fetch_for_product(closed.product, closed).stockrecord == closed


def test_good_without_stock_record_or_price_has_no_price() -> None:
    product = stocked_product()
    StockRecord.objects.update(price=None)
    info = Selector().strategy().fetch_for_product(product)
    assert (info.price.exists, info.availability.is_available_to_buy) == (False, False)
    StockRecord.objects.all().delete()
    product.refresh_from_db()
    assert Selector().strategy().fetch_for_product(product).stockrecord is None
