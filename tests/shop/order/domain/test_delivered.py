import pytest
from django.utils import timezone

from sellers.models import StockRecord
from sellers.payouts.queries import Owed, owed
from shop.ledger.models import Transaction
from shop.order.domain.delivered import NotDelivered, settle_delivered
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.order.models import SellerOrder
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order

pytestmark = pytest.mark.django_db


def delivered(part: SellerOrder) -> SellerOrder:
    for to in (State.PACKED, State.DELIVERED):
        move(seller_order=part, to=to, actor=None, at=timezone.now())
    return part


def test_settling_makes_the_share_payable_and_takes_the_goods_out() -> None:
    product = stocked_product(price=10_000, stock=5)
    part = delivered(placed_order((product, 2)).seller_orders.get())
    settle_delivered(seller_order=part, at=timezone.now())
    record = StockRecord.objects.get(product=product)
    product.refresh_from_db()
    assert (record.num_in_stock, record.num_allocated, product.available, product.sales_count) == (3, 0, 3, 2)
    assert owed(part.seller) == Owed(pending_vnd=0, payable_vnd=20_000, held_vnd=0)


def test_settling_again_changes_nothing() -> None:
    product = stocked_product(stock=5)
    part = delivered(placed_order(product).seller_orders.get())
    for _ in range(2):
        settle_delivered(seller_order=part, at=timezone.now())
    assert StockRecord.objects.get(product=product).num_in_stock == 4
    assert Transaction.objects.filter(kind="part-delivered").count() == 1


def test_other_sellers_part_stays_pending() -> None:
    order = placed_order(stocked_product(price=10_000), stocked_product(price=20_000))
    first, second = order.seller_orders.all()
    settle_delivered(seller_order=delivered(first), at=timezone.now())
    assert (owed(first.seller), owed(second.seller)) == (Owed(0, 10_000, 0), Owed(20_000, 0, 0))


def test_part_on_its_way_cannot_be_settled() -> None:
    part = placed_order().seller_orders.get()
    with pytest.raises(NotDelivered):
        settle_delivered(seller_order=part, at=timezone.now())
    assert owed(part.seller).payable_vnd == 0
