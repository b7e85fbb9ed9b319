"""A run that does not go, and orders that were paid by transfer: the money is queued to go back, once, to the đồng."""

from typing import Any

import pytest
from django.utils import timezone

from shop.aftersales.domain.call_off import call_off, call_off_stop
from shop.aftersales.domain.minimum import call_off_thin_runs
from shop.communication.models import Message
from shop.ledger.queries import order_balances
from shop.order.models import Order
from shop.payment.enums import PaymentState, RefundState
from shop.payment.models import Refund
from shop.shipping.models import Run, RunStop
from tests.factories.goods import stocked_product
from tests.factories.payments import attempt, pay, set_up_transfers, transfer, waiting_order
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory
from tests.factories.road import a_stop
from tests.promises import broken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _transfers(settings: Any) -> None:
    set_up_transfers(settings)


@pytest.fixture
def stop() -> RunStop:
    return a_stop()


def a_paid_order(stop: RunStop) -> Order:
    order = waiting_order(stocked_product(price=98_000), stocked_product(price=50_000), stop=stop)
    pay(order)
    order.refresh_from_db()
    assert order.paid_at
    return order


def assert_money_is_queued(order: Order) -> None:
    order.refresh_from_db()
    refunds = Refund.objects.filter(receipt__payment__order=order)
    assert order.status == "cancelled"
    assert sum(refund.amount_vnd for refund in refunds) == 148_000
    assert {refund.state for refund in refunds} == {RefundState.QUEUED}
    assert attempt(order).state == PaymentState.REFUNDING
    assert_books_agree()


def assert_books_agree() -> None:
    assert broken() == []


def test_a_called_off_run_queues_what_was_paid_once(stop: RunStop) -> None:
    order = a_paid_order(stop)
    for _time in range(2):
        call_off(run=stop.run, actor=UserFactory(), reason="Bão", at=timezone.now())
    assert_money_is_queued(order)
    assert "đã trả thì được hoàn lại" in Message.objects.get(template="run_called_off").body


def test_a_called_off_stop_queues_only_its_own(stop: RunStop) -> None:
    order, other = a_paid_order(stop), a_paid_order(RunStopFactory(run=stop.run))
    call_off_stop(stop=stop, actor=UserFactory(), reason="Cầu hỏng", at=timezone.now())
    assert_money_is_queued(order)
    other.refresh_from_db()
    assert (other.status, attempt(other).state) == ("placed", PaymentState.SUCCEEDED)


def test_a_run_below_its_minimum_queues_it_too(stop: RunStop) -> None:
    order = a_paid_order(stop)
    Run.objects.filter(pk=stop.run_id).update(min_orders=5)
    call_off_thin_runs(at=stop.run.cut_off_at)
    assert_money_is_queued(order)


def test_money_that_comes_after_the_run_was_called_off_goes_back(stop: RunStop) -> None:
    order = waiting_order(stocked_product(price=98_000), stop=stop)
    reference = attempt(order).reference
    call_off(run=stop.run, actor=None, reason="Chưa đủ đơn", at=timezone.now())
    transfer(98_000, reference)
    order.refresh_from_db()
    assert order.status == "cancelled"
    assert Refund.objects.get().amount_vnd == 98_000
    assert sum(order_balances(order.number).values()) == 0
    assert_books_agree()
