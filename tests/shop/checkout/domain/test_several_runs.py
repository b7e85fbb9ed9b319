"""Goods that need longer go on a later run of the same order."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from catalogue.models import Product
from sellers.models import Partner
from shop.aftersales.domain.cancel import CancelTooLate, cancel_order, cancellable
from shop.checkout.domain.place import NoLaterRun, RunFull, ScheduleChanged
from shop.communication.models import Message
from shop.fulfilment.domain.freeze import freeze
from shop.order.domain import codes
from shop.order.models import Order
from shop.shipping.enums import RunState
from shop.shipping.models import LeadTime, PickUpPoint, RunSlot, RunStop
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import PointFactory, RunFactory, RunStopFactory
from tests.promises import broken

pytestmark = pytest.mark.django_db
NOW = timezone.now


def stop_in(days: int, point: PickUpPoint, **fields: Any) -> RunStop:
    """A stop of a run that departs in so many days and closes its orders the day before."""
    run = RunFactory(cut_off_at=NOW() + datetime.timedelta(days=days - 1), **fields)
    return RunStopFactory(run=run, point=point)


@pytest.fixture
def point() -> PickUpPoint:
    return PointFactory(fee_vnd=2_000)


@pytest.fixture
def soon(point: PickUpPoint) -> RunStop:
    return stop_in(3, point)


@pytest.fixture
def later(point: PickUpPoint) -> RunStop:
    return stop_in(10, point)


def late_product(days: int = 7, **fields: Any) -> Product:
    product = stocked_product(**fields)
    seller = Partner.objects.get(stockrecords__product=product)
    LeadTime.objects.create(seller=seller, product=product, days=days)
    return product


def order_over_two_runs(soon: RunStop, later: RunStop) -> Order:
    """One seller's fish goes soon, its pots later, with tea of another seller soon."""
    seller = SellerFactory()
    fish, pot = stocked_product(seller=seller, price=10_000), late_product(seller=seller, price=30_000)
    return placed_order(fish, pot, stocked_product(price=5_000), stop=soon, expected_total_vnd=45_000 + 3 * 2_000)


def test_each_run_has_its_own_part_slot_and_code(soon: RunStop, later: RunStop) -> None:
    order = order_over_two_runs(soon, later)
    parts = list(order.seller_orders.order_by("number"))
    assert [(part.run_stop, part.goods_vnd, part.delivery_vnd) for part in parts] == [
        (soon, 10_000, 2_000),
        (soon, 5_000, 2_000),
        (later, 30_000, 2_000),
    ]
    assert list(RunSlot.objects.order_by("pk").values_list("run_stop", flat=True)) == [soon.pk, soon.pk, later.pk]
    digits = {code.run_stop: codes.reveal(code) for code in order.pick_up_codes.all()}
    assert set(digits) == {soon, later}
    body = Message.objects.get(key=f"order-placed:{order.number}:buyer").body
    assert all(code in body for code in digits.values())
    assert order.cancel_until == soon.run.cut_off_at
    assert broken() == []


def test_a_run_that_is_only_announced_takes_goods_that_need_longer(soon: RunStop, point: PickUpPoint) -> None:
    announced = stop_in(10, point, state=RunState.PLANNED, opens_at=NOW() + datetime.timedelta(days=4))
    order = order_over_two_runs(soon, announced)
    assert order.seller_orders.filter(run_stop=announced).count() == 1


def test_a_sellers_lead_time_counts_for_goods_without_their_own(soon: RunStop, later: RunStop) -> None:
    seller = SellerFactory()
    LeadTime.objects.create(seller=seller, days=6)
    quick = late_product(days=0, seller=seller)
    order = placed_order(quick, stocked_product(seller=seller), stop=soon, expected_total_vnd=2 * 98_000 + 2 * 2_000)
    assert {part.run_stop: part.lines.count() for part in order.seller_orders.all()} == {soon: 1, later: 1}
    assert order.seller_orders.get(run_stop=soon).lines.get().product == quick


def test_without_a_later_run_the_order_is_refused_and_says_which_good(soon: RunStop) -> None:
    with pytest.raises(NoLaterRun, match="Bình gốm"):
        placed_order(stocked_product(), late_product(title="Bình gốm"), stop=soon)
    assert Order.objects.count() == 0


def test_a_full_later_run_is_passed_over(soon: RunStop, later: RunStop, point: PickUpPoint) -> None:
    RunStop.objects.filter(pk=later.pk).update(capacity_parcels=1)
    placed_order(stop=later)
    last = stop_in(17, point)
    order = order_over_two_runs(soon, last)
    assert set(order.seller_orders.values_list("run_stop", flat=True)) == {soon.pk, last.pk}


def test_a_full_chosen_run_is_refused_even_if_a_later_one_has_room(soon: RunStop, later: RunStop) -> None:
    RunStop.objects.filter(pk=soon.pk).update(capacity_parcels=1)
    placed_order(stop=soon)
    with pytest.raises(RunFull):
        order_over_two_runs(soon, later)


def test_a_buyer_who_saw_other_runs_is_asked_again(soon: RunStop, later: RunStop) -> None:
    pot = late_product()
    total = 2 * 98_000 + 2 * 2_000
    with pytest.raises(ScheduleChanged):
        placed_order(stocked_product(), pot, stop=soon, expected_total_vnd=total, expected_schedule=f"{pot.pk}:1")
    seen = f"{pot.pk}:{later.pk}"
    order = placed_order(stocked_product(), pot, stop=soon, expected_total_vnd=total, expected_schedule=seen)
    assert order.seller_orders.count() == 2


def test_after_the_first_cut_off_only_the_later_run_can_be_cancelled(soon: RunStop, later: RunStop) -> None:
    order = order_over_two_runs(soon, later)
    after = soon.run.cut_off_at + datetime.timedelta(minutes=1)
    assert [part.run_stop for part in cancellable(order=order, at=after)] == [later]
    cancel_order(order=order, actor=None, at=after)
    assert {part.run_stop: part.state for part in order.seller_orders.order_by("number")} == {
        soon: "placed",
        later: "cancelled",
    }
    assert {code.run_stop: bool(code.used_at) for code in order.pick_up_codes.all()} == {soon: False, later: True}
    with pytest.raises(CancelTooLate):
        cancel_order(order=order, actor=None, at=after)
    assert broken() == []


def test_each_run_freezes_its_own_parts(soon: RunStop, later: RunStop) -> None:
    order_over_two_runs(soon, later)
    assert freeze(run=soon.run, at=soon.run.cut_off_at).lines.count() == 2
    assert freeze(run=later.run, at=later.run.cut_off_at).lines.count() == 1
