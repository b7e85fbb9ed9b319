"""Goods added before the cut-off: one delivery charge, the same rules, and no orphan after cancelling."""

import datetime

import pytest
from django.utils import timezone

from sellers.models import Partner
from shop.aftersales.domain.call_off import call_off
from shop.aftersales.domain.cancel import cancel_order
from shop.aftersales.domain.carrying_over import AdditionStands
from shop.backoffice.invariants import INVARIANTS
from shop.checkout.domain.adding import addition_to, open_stops
from shop.checkout.domain.place import CashLimitExceeded, CutOffPassed, NothingToAddTo, RunFull
from shop.checkout.domain.problems import AddedByAnother, UnpaidYet
from shop.ledger.queries import order_balances
from shop.order.models import Order
from shop.payment.models import Payment
from shop.shipping.models import Run, RunStop
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import PointFactory, RunStopFactory

pytestmark = pytest.mark.django_db
FEE = 2_000


@pytest.fixture
def stop() -> RunStop:
    return RunStopFactory(point=PointFactory(fee_vnd=FEE), capacity_parcels=4)


@pytest.fixture
def seller() -> Partner:
    return SellerFactory()


@pytest.fixture
def first(stop: RunStop, seller: Partner) -> Order:
    return placed_order(stocked_product(seller=seller, price=10_000), stop=stop)


def add(first: Order, stop: RunStop, seller: Partner | None = None, **changes: object) -> Order:
    """Add a good of 5 000 VND; without a seller it is another one's, who pays the fee of the point."""
    good = stocked_product(price=5_000, **({"seller": seller} if seller else {}))
    expected = 5_000 + (0 if seller else FEE)
    return placed_order(good, stop=stop, **{"added_to_id": first.pk, "expected_total_vnd": expected, **changes})


def assert_books_agree() -> None:
    assert [found for invariant in INVARIANTS for found in invariant.broken()] == []


def test_the_same_seller_travels_under_one_charge_and_another_pays_its_own(first, stop, seller):
    second, third = add(first, stop, seller), add(first, stop)
    assert (second.delivery_vnd, third.delivery_vnd) == (0, FEE)
    assert (second.added_to, third.added_to) == (first, first)
    assert stop.slots.filter(released_at=None).count() == 3
    fourth = add(third, stop, third.seller_orders.get().seller)
    assert (fourth.delivery_vnd, fourth.added_to) == (0, first)
    assert_books_agree()


def test_an_order_of_its_own_pays_the_charge_again(first, stop, seller):
    assert placed_order(stocked_product(seller=seller), stop=stop).delivery_vnd == FEE


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"buyer_phone": "+84909111222"}, AddedByAnother),
        ({"now": timezone.now() + datetime.timedelta(days=60)}, CutOffPassed),
        ({"added_to_id": 0}, NothingToAddTo),
    ],
)
def test_whoever_may_not_add_is_told_and_nothing_is_written(first, stop, seller, change, problem):
    with pytest.raises(problem):
        add(first, stop, seller, **change)
    assert Order.objects.count() == 1


def test_another_stop_is_no_addition(first, stop, seller):
    with pytest.raises(NothingToAddTo):
        add(first, RunStopFactory(run=stop.run), seller)


def test_room_is_counted_as_for_every_order(first, stop, seller):
    RunStop.objects.update(capacity_parcels=1)
    with pytest.raises(RunFull):
        add(first, stop, seller)


def test_the_cash_limit_counts_the_family_together(first, stop, seller, settings):
    settings.CASH_LIMIT_VND = first.total_vnd + 4_999
    with pytest.raises(CashLimitExceeded):
        add(first, stop, seller)
    settings.CASH_LIMIT_VND += 1
    assert add(first, stop, seller).total_vnd == 5_000


def test_an_unpaid_order_takes_nothing_more(first, stop, seller):
    Order.objects.update(pay_until=timezone.now() + datetime.timedelta(minutes=9))
    first.refresh_from_db()
    assert open_stops(order=first, at=timezone.now()) == []
    with pytest.raises(UnpaidYet):
        add(first, stop, seller)


def test_a_closed_run_offers_nothing(first, stop):
    assert addition_to(order=first, at=timezone.now())
    Run.objects.update(state="frozen")
    assert addition_to(order=first, at=timezone.now()) is None


def test_cancelling_the_first_moves_the_charge_to_what_was_added(first, stop, seller):
    second, third = add(first, stop, seller), add(first, stop, seller)
    cancel_order(order=first, actor=None, at=timezone.now())
    second.refresh_from_db()
    assert (second.delivery_vnd, second.total_vnd, second.seller_orders.get().delivery_vnd) == (FEE, 7_000, FEE)
    assert Payment.objects.get(order=second).amount_vnd == 7_000
    assert 7_000 in order_balances(second.number).values()
    assert_books_agree()
    cancel_order(order=second, actor=None, at=timezone.now())
    third.refresh_from_db()
    assert third.delivery_vnd == FEE
    assert_books_agree()


def test_cancelling_what_was_added_moves_nothing(first, stop, seller):
    cancel_order(order=add(first, stop, seller), actor=None, at=timezone.now())
    first.refresh_from_db()
    assert (first.total_vnd, first.status) == (12_000, "placed")
    assert_books_agree()


def test_the_first_stays_while_a_prepaid_addition_travels_under_it(first, stop, seller):
    second = add(first, stop, seller)
    Order.objects.filter(pk=second.pk).update(payment_method="vietqr")
    with pytest.raises(AdditionStands, match=second.number):
        cancel_order(order=first, actor=None, at=timezone.now())
    first.refresh_from_db()
    assert first.status == "placed"


def test_a_run_called_off_charges_nobody(first, stop, seller):
    second = add(first, stop, seller)
    call_off(run=stop.run, actor=None, reason="Bão", at=timezone.now())
    second.refresh_from_db()
    assert (second.status, second.delivery_vnd) == ("cancelled", 0)
    assert_books_agree()
