import pytest

from sellers.models import StockRecord
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order

pytestmark = pytest.mark.django_db


def test_order_is_split_by_seller_and_holds_stock_and_room() -> None:
    first, second = stocked_product(price=10_000), stocked_product(price=5_000)
    order = placed_order((first, 2), second)
    assert [(part.goods_vnd, part.slot.released_at) for part in order.seller_orders.all()] == [
        (20_000, None),
        (5_000, None),
    ]
    assert order.total_vnd == 25_000
    assert StockRecord.objects.get(product=first).num_allocated == 2
