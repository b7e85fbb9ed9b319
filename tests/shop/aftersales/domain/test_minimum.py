"""Runs below their minimum: staff hear of them, and at the cut-off they are called off."""

import datetime

import pytest
from django.utils import timezone

from sellers.models import StockRecord
from shop.accounts.enums import Role
from shop.aftersales.domain.call_off import LastStop, call_off_stop, consequences
from shop.aftersales.domain.minimum import call_off_thin_runs, go_anyway, warn_of_thin_runs
from shop.communication.models import Message
from shop.fulfilment.domain.freeze import freeze_due
from shop.order.models import Order, SellerOrder
from shop.shipping.domain.room import StopUnknown, lock_stops
from shop.shipping.enums import RunState
from shop.shipping.models import Run, RunSlot, RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import RunFactory, RunStopFactory
from tests.promises import broken

pytestmark = pytest.mark.django_db


def run_with(orders: int, **minimum: int) -> Run:
    stop = RunStopFactory(run=RunFactory(**minimum))
    for _ in range(orders):
        placed_order(stocked_product(price=10_000), stop=stop)
    return stop.run


def cut_off(run: Run) -> datetime.datetime:
    return run.cut_off_at + datetime.timedelta(seconds=1)


@pytest.mark.parametrize(
    ("orders", "minimum"), [(1, {"min_orders": 2}), (0, {"min_orders": 1}), (2, {"min_value_vnd": 20_001})]
)
def test_a_run_below_its_minimum_is_called_off_and_not_frozen(orders: int, minimum: dict[str, int]) -> None:
    run = run_with(orders, **minimum)
    at = cut_off(run)
    assert freeze_due(at=at) == []
    assert call_off_thin_runs(at=at) == [run]
    run.refresh_from_db()
    assert (run.state, Order.objects.exclude(status="cancelled").count()) == (RunState.CALLED_OFF, 0)
    assert not RunSlot.objects.filter(released_at=None).exists()
    assert not StockRecord.objects.exclude(num_allocated=0).exists()
    assert Message.objects.filter(template="run_called_off", body__contains="chưa đủ đơn").count() == orders
    assert call_off_thin_runs(at=at) == []
    assert broken() == []


@pytest.mark.parametrize("minimum", [{}, {"min_orders": 2}, {"min_value_vnd": 20_000}])
def test_a_run_at_its_minimum_is_frozen(minimum: dict[str, int]) -> None:
    run = run_with(2, **minimum)
    assert call_off_thin_runs(at=cut_off(run)) == []
    assert [manifest.run for manifest in freeze_due(at=cut_off(run))] == [run]


def test_staff_of_the_province_are_warned_once_and_can_let_it_go() -> None:
    run = run_with(1, min_orders=2)
    staff = GrantFactory(role=Role.ADMINISTRATOR, province=run.province).user
    GrantFactory(role=Role.REVIEWER, province=run.province)
    before = run.cut_off_at - datetime.timedelta(hours=2)
    assert warn_of_thin_runs(at=run.cut_off_at - datetime.timedelta(hours=30)) == []
    for _ in range(2):
        warn_of_thin_runs(at=before)
    assert [message.recipient for message in Message.objects.filter(template="run_thin")] == [staff.phone]
    go_anyway(run=run, actor=staff, reason="chuyến giáp Tết", at=before)
    assert call_off_thin_runs(at=cut_off(run)) == []
    assert len(freeze_due(at=cut_off(run))) == 1


def test_one_stop_is_left_out_and_the_run_goes_on() -> None:
    run = RunFactory()
    left_out, kept = RunStopFactory(run=run), RunStopFactory(run=run)
    gone, stays = placed_order(stop=left_out), placed_order(stop=kept)
    lost = consequences(left_out)
    assert (lost.orders, lost.buyers, lost.parts, lost.total_vnd) == (1, 1, 1, int(gone.total_vnd))
    for _ in range(2):
        call_off_stop(stop=left_out, actor=UserFactory(), reason="đường sạt lở", at=timezone.now())
    states = dict(SellerOrder.objects.values_list("order__number", "state"))
    assert states == {gone.number: "cancelled", stays.number: "placed"}
    told = Message.objects.get(template="run_called_off")
    assert "đường sạt lở" in told.body and gone.number in told.body
    assert RunStop.objects.going().get() == kept
    with pytest.raises(StopUnknown):
        lock_stops(first_id=left_out.pk, now=timezone.now())
    with pytest.raises(LastStop):
        call_off_stop(stop=kept, actor=UserFactory(), reason="x", at=timezone.now())
