"""Several orders of one buyer in one hand-over: all or none, once, and nobody else's."""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from shop.accounts.models import User
from shop.fulfilment.domain.handover import AlreadyHandedOver, WrongCash, hand_over
from shop.fulfilment.domain.together import NotOneBuyer, hand_over_together
from shop.fulfilment.models import HandOver
from shop.fulfilment.queries.snapshot import snapshot
from shop.fulfilment.queries.together import ready_together
from shop.order.models import Order, PickUpCode
from shop.shipping.models import RunStop
from tests.factories.orders import BUYER_PHONE
from tests.factories.people import UserFactory
from tests.factories.road import a_stop, an_operator, carry, nonce, order_at
from tests.promises import broken

pytestmark = pytest.mark.django_db


@dataclass
class Counter:
    stop: RunStop
    operator: User
    buyer: User

    def order(self, *, is_here: bool = True, **details: object) -> Order:
        order = order_at(self.stop, **{"user": self.buyer, **details})
        if is_here:
            carry(order)
        return order

    def give(self, *orders: Order, cash_vnd: int | None = None, key: str = "") -> list[HandOver]:
        return hand_over_together(
            proven=orders[0],
            orders=orders,
            run_stop=self.stop,
            operator=self.operator,
            cash_vnd=sum(order.total_vnd for order in orders) if cash_vnd is None else cash_vnd,
            nonce=key or nonce(),
            found_by="code",
            at=timezone.now(),
        )

    def together(self, order: Order) -> list[Order]:
        return [waiting.order for waiting in ready_together(order=order, run_stop=self.stop)]


@pytest.fixture
def counter() -> Counter:
    stop = a_stop()
    buyer = UserFactory(phone=BUYER_PHONE, phone_verified_at=timezone.now())
    return Counter(stop, an_operator(stop.point), buyer)


def orders_of(counter: Counter, n: int = 2) -> list[Order]:
    placed = [counter.order(is_here=False, price=10_000 * (one + 1)) for one in range(n)]
    for order in placed:
        carry(order)
    return placed


def test_each_order_keeps_its_record_and_code_and_the_books_agree(counter: Counter) -> None:
    first, second = orders_of(counter)
    done = counter.give(first, second)
    assert [(one.order, one.cash_vnd, one.found_by) for one in done] == [
        (first, 10_000, "code"),
        (second, 20_000, "phone"),
    ]
    assert not PickUpCode.objects.filter(used_at=None).exists()
    assert broken() == []


def test_the_same_nonce_again_changes_nothing(counter: Counter) -> None:
    orders, key = orders_of(counter), nonce()
    assert counter.give(*orders, key=key) == counter.give(*orders, key=key)
    assert HandOver.objects.count() == 2


def test_one_that_was_handed_over_meanwhile_stops_all(counter: Counter) -> None:
    first, second = orders_of(counter)
    hand_over(
        order=second,
        run_stop=counter.stop,
        operator=counter.operator,
        cash_vnd=20_000,
        nonce=nonce(),
        found_by="code",
        at=timezone.now(),
    )
    with pytest.raises((NotOneBuyer, AlreadyHandedOver)):
        counter.give(first, second)
    assert HandOver.objects.get().order == second


def test_the_wrong_sum_hands_nothing_over(counter: Counter) -> None:
    with pytest.raises(WrongCash, match=r"30\.000"):
        counter.give(*orders_of(counter), cash_vnd=29_000)
    assert not HandOver.objects.exists()


def test_a_typed_phone_number_joins_nothing(counter: Counter) -> None:
    """Somebody orders with the buyer's number, gets the code of that order, and asks for the buyer's parcels."""
    mine = counter.order(is_here=False)
    forged = counter.order(is_here=False, user=None)
    other = counter.order(is_here=False, user=UserFactory(phone="+84909111222", phone_verified_at=timezone.now()))
    unverified = counter.order(is_here=False, user=UserFactory(phone="+84909111333", phone_verified_at=None))
    for order in (mine, forged, other, unverified):
        carry(order)
    assert [counter.together(order) for order in (mine, forged, other, unverified)] == [
        [mine],
        [forged],
        [other],
        [unverified],
    ]
    with pytest.raises(NotOneBuyer):
        counter.give(forged, mine)
    assert not HandOver.objects.exists()


def test_orders_added_to_one_another_go_together(counter: Counter) -> None:
    first = counter.order(is_here=False, user=None)
    second = counter.order(is_here=False, user=None, added_to_id=first.pk)
    stranger = counter.order(is_here=False, user=None)
    for order in (first, second, stranger):
        carry(order)
    assert counter.together(second) == [second, first]
    held = {
        order["number"]: order["group"]
        for order in snapshot(counter.stop.point, at=timezone.now())["stops"][0]["orders"]
    }
    assert held == {first.number: first.number, second.number: first.number, stranger.number: None}


def test_what_has_not_come_waits(counter: Counter) -> None:
    first = counter.order(is_here=False)
    late = counter.order(is_here=False)
    carry(first)
    assert counter.together(first) == [first]
    with pytest.raises(NotOneBuyer, match=late.number):
        counter.give(first, late)
