import datetime

import pytest
from django.utils import timezone

from sellers.models import StockRecord
from shop.aftersales.domain.uncollected import due_stops, return_uncollected
from shop.communication.models import Message
from shop.fulfilment.models import ParcelState
from shop.ledger.queries import order_balances
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order
from shop.payment.domain.giving_back import end_part
from shop.payment.models import Payment
from shop.shipping.models import RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import RunStopFactory
from tests.factories.road import a_stop, carry, order_at

pytestmark = pytest.mark.django_db


def at_point(order: Order) -> None:
    part = order.seller_orders.first()
    for to in (State.PACKED, State.ON_THE_WAY, State.AT_POINT):
        move(seller_order=part, to=to, actor=None, at=timezone.now())


@pytest.fixture
def stop() -> RunStop:
    return RunStopFactory()


def test_waiting_part_goes_back_and_unsent_part_ends(stop: RunStop) -> None:
    order = placed_order(stocked_product(price=10_000), stocked_product(price=20_000), stop=stop)
    at_point(order)
    moved = return_uncollected(run_stop=stop, at=stop.collect_by)
    assert [part.state for part in moved] == ["returning", "cancelled"]
    assert list(StockRecord.objects.order_by("pk").values_list("num_allocated", flat=True)) == [1, 0]
    assert Payment.objects.get().amount_vnd == 10_000
    order.refresh_from_db()
    assert order.status == "returning"


def test_returned_part_restocks_and_reverses(stop: RunStop) -> None:
    order = placed_order(stop=stop)
    at_point(order)
    [part] = return_uncollected(run_stop=stop, at=stop.collect_by)
    assert order.pick_up_codes.get().used_at is None
    end_part(seller_order=part, to=State.RETURNED, actor=None, at=stop.collect_by)
    record = StockRecord.objects.get()
    assert (record.num_in_stock, record.num_allocated) == (50, 0)
    assert set(order_balances(order.number).values()) == {0}
    assert order.pick_up_codes.get().used_at == stop.collect_by


def test_nothing_moves_before_its_time_nor_twice(stop: RunStop) -> None:
    at_point(placed_order(stop=stop))
    early = stop.collect_by - datetime.timedelta(seconds=1)
    assert (due_stops(at=early), return_uncollected(run_stop=stop, at=early)) == ([], [])
    assert due_stops(at=stop.collect_by) == [stop]
    assert len(return_uncollected(run_stop=stop, at=stop.collect_by)) == 1
    assert (due_stops(at=stop.collect_by), return_uncollected(run_stop=stop, at=stop.collect_by)) == ([], [])


def test_collected_order_is_left_alone(stop: RunStop) -> None:
    order = placed_order(stop=stop)
    at_point(order)
    move(seller_order=order.seller_orders.get(), to=State.DELIVERED, actor=None, at=timezone.now())
    assert return_uncollected(run_stop=stop, at=stop.collect_by) == []


def test_the_parcels_go_back_with_the_part_and_the_buyer_is_told_once() -> None:
    stop = a_stop()
    order = order_at(stop)
    [box] = carry(order)
    for _ in range(2):
        return_uncollected(run_stop=stop, at=stop.collect_by)
    box.refresh_from_db()
    assert box.state == ParcelState.RETURNING
    message = Message.objects.get(template="not_collected")
    assert message.recipient == order.buyer_phone
    assert stop.point.name in message.body
