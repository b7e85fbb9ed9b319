import datetime
from typing import Any

import pytest
from django.utils import timezone

from sellers.models import StockRecord
from shop.aftersales.domain.cancel import CancelTooLate, cancel_order, cancellable
from shop.ledger.models import Entry
from shop.ledger.queries import order_balances
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order
from shop.payment.models import Payment, PaymentState
from shop.shipping.enums import DeliveryKind
from shop.shipping.models import HomeDeliveryRate, Run, RunStop
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import CommuneFactory, RunStopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> RunStop:
    return RunStopFactory(capacity_parcels=2)


def cancel(order: Order, at: datetime.datetime | None = None) -> Order:
    return cancel_order(order=order, actor=None, at=at or timezone.now(), reason="Đổi ý")


def home_order() -> Order:
    seller, commune = SellerFactory(), CommuneFactory()
    HomeDeliveryRate.objects.create(seller=seller, amount_vnd=0)
    product = stocked_product(seller=seller)
    return placed_order(product, delivery_kind=DeliveryKind.HOME, commune_code=commune.pk, address_line="Thôn 1")


def test_cancelling_gives_everything_back(stop: RunStop) -> None:
    goods = [stocked_product(stock=5), stocked_product(stock=5)]
    order = placed_order((goods[0], 2), goods[1], stop=stop)
    cancelled = cancel(order)
    assert cancelled.status == Order.objects.get().status == "cancelled"
    assert list(StockRecord.objects.values_list("num_allocated", flat=True)) == [0, 0]
    for product in goods:
        product.refresh_from_db()
        assert product.available == 5
    assert not stop.slots.filter(released_at=None).exists()
    assert set(order_balances(order.number).values()) == {0}
    payment = Payment.objects.get(order=order)
    assert (payment.amount_vnd, payment.state) == (0, PaymentState.CANCELLED)
    assert order.pick_up_codes.get().used_at is not None
    assert [event.reason for part in order.seller_orders.all() for event in part.events.all()] == ["", "Đổi ý"] * 2
    assert placed_order(*goods, stop=stop).status == "placed"


def test_cancelling_again_changes_nothing(stop: RunStop) -> None:
    order = placed_order(stop=stop)
    first = cancel(order)
    entries = Entry.objects.count()
    assert cancel(order) == first
    assert (Entry.objects.count(), StockRecord.objects.get().num_allocated) == (entries, 0)


def test_packed_part_can_be_cancelled_before_the_cut_off(stop: RunStop) -> None:
    order = placed_order(stop=stop)
    move(seller_order=order.seller_orders.get(), to=State.PACKED, actor=None, at=timezone.now())
    assert cancel(order).status == "cancelled"


def assert_too_late(order: Order, at: datetime.datetime) -> None:
    assert not cancellable(order=order, at=at)
    with pytest.raises(CancelTooLate):
        cancel(order, at)
    order.refresh_from_db()
    assert (order.status != "cancelled", StockRecord.objects.get().num_allocated) == (True, 1)


def test_cancelling_at_the_cut_off_is_too_late(stop: RunStop) -> None:
    order = placed_order(stop=stop)
    assert cancellable(order=order, at=stop.run.cut_off_at - datetime.timedelta(seconds=1))
    assert_too_late(order, stop.run.cut_off_at)


def test_cancelling_from_a_frozen_run_is_too_late(stop: RunStop) -> None:
    order = placed_order(stop=stop)
    Run.objects.update(state="frozen")
    assert_too_late(order, timezone.now())


def test_home_delivery_can_be_cancelled_until_the_first_part_is_packed(django_assert_num_queries: Any) -> None:
    order = home_order()
    assert cancellable(order=order, at=timezone.now() + datetime.timedelta(days=30))
    move(seller_order=order.seller_orders.get(), to=State.PACKED, actor=None, at=timezone.now())
    assert_too_late(order, timezone.now())


def test_home_delivery_is_given_back() -> None:
    order = home_order()
    assert cancel(order).status == "cancelled"
    assert (StockRecord.objects.get().num_allocated, set(order_balances(order.number).values())) == (0, {0})
