import pytest
from django.utils import timezone

from sellers.models import StockRecord
from shop.aftersales.domain.call_off import CallOffTooLate, ReasonMissing, call_off, consequences
from shop.communication.models import Message
from shop.fulfilment.domain.freeze import freeze
from shop.ledger.queries import order_balances
from shop.order.enums import SellerOrderState
from shop.shipping.enums import RunState
from shop.shipping.models import RunSlot
from tests.factories.people import UserFactory
from tests.factories.road import a_stop, carry, order_at, pack_up

pytestmark = pytest.mark.django_db


def test_calling_off_cancels_every_order_gives_everything_back_and_tells_once() -> None:
    stop = a_stop()
    orders = [order_at(stop, sellers=2), order_at(stop)]
    elsewhere = order_at(a_stop())
    pack_up(orders[1])
    freeze(run=stop.run, at=stop.run.cut_off_at)
    lost = consequences(stop.run)
    assert (lost.orders, lost.parts, lost.packed, lost.total_vnd) == (2, 3, 1, 294_000)
    for _ in range(2):
        call_off(run=stop.run, actor=UserFactory(), reason="Đường sạt lở", at=timezone.now())
    for order in [*orders, elsewhere]:
        order.refresh_from_db()
    stop.run.refresh_from_db()
    assert [order.status for order in orders] == [SellerOrderState.CANCELLED] * 2
    assert (elsewhere.status, stop.run.state) == (SellerOrderState.PLACED, RunState.CALLED_OFF)
    assert {amount for order in orders for amount in order_balances(order.number).values()} == {0}
    assert RunSlot.objects.filter(released_at=None).count() == 1
    assert StockRecord.objects.filter(num_allocated__gt=0).count() == 1
    told = Message.objects.filter(template="run_called_off")
    assert told.count() == 2
    assert all("Đường sạt lở" in message.body for message in told)


def test_calling_off_needs_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        call_off(run=a_stop().run, actor=UserFactory(), reason=" ", at=timezone.now())


def test_a_run_with_a_parcel_on_board_is_not_called_off() -> None:
    stop = a_stop()
    order = order_at(stop)
    carry(order, to_point=False)
    with pytest.raises(CallOffTooLate, match="1 kiện"):
        call_off(run=stop.run, actor=UserFactory(), reason="Mưa", at=timezone.now())
    order.refresh_from_db()
    assert order.status == SellerOrderState.ON_THE_WAY


def test_a_run_that_left_is_not_called_off() -> None:
    run = a_stop().run
    run.state = RunState.DEPARTED
    run.save()
    with pytest.raises(CallOffTooLate):
        call_off(run=run, actor=UserFactory(), reason="Mưa", at=timezone.now())
