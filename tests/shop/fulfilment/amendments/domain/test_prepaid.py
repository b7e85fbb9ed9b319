"""A paid order that shrinks gives the difference back by the way it came; one still waiting asks for less."""

from typing import Any

import pytest
from django.utils import timezone

from shop.aftersales.domain.call_off import call_off
from shop.aftersales.domain.cancel import cancel_order
from shop.fulfilment.amendments.domain.answering import answer
from shop.fulfilment.amendments.models import Amendment, AmendmentKind, Answer
from shop.fulfilment.domain.packing import pack
from shop.ledger.queries import order_balances
from shop.order.models import Order
from shop.payment.domain.refunding import finish_refund
from shop.payment.models import Refund
from shop.payment.queries import due_vnd
from tests.factories.amendments import proposed
from tests.factories.goods import stocked_product
from tests.factories.payments import attempt, pay, set_up_transfers, transfer, waiting_order
from tests.factories.people import UserFactory
from tests.promises import broken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def every_promise_holds(settings: Any):
    set_up_transfers(settings)
    yield
    assert broken() == []


@pytest.fixture
def order() -> Order:
    """Four jars at 100.000 of one seller, one at 50.000 of another."""
    return waiting_order((stocked_product(price=100_000, stock=9), 4), stocked_product(price=50_000))


def short_of_three(order: Order, **more: Any) -> Amendment:
    return proposed(order.seller_orders.order_by("pk")[0], quantity=1, **more)


def say(amendment: Amendment, choice: Answer = Answer.ACCEPTED) -> None:
    answer(amendment=amendment, choice=choice, actor=None, at=timezone.now())


def money(order: Order) -> tuple[str, int, int, int]:
    """Return the attempt's state, what is set against the order, what goes back, what the buyer still owes."""
    payment = attempt(order)
    return payment.state, int(payment.collected_vnd), int(payment.returned_vnd), due_vnd(order)


def test_the_price_of_what_is_missing_goes_back(order: Order) -> None:
    pay(order)
    say(short_of_three(order))
    assert money(order) == ("refunding", 150_000, 300_000, 0)
    refund = Refund.objects.get()
    assert (refund.kind, refund.amount_vnd) == ("return", 300_000)
    assert order_balances(order.number)[f"refund_due:{order.number}"] == -300_000
    finish_refund(refund=refund, at=timezone.now(), external_id="FT7", actor=UserFactory())
    assert money(order) == ("partly_refunded", 150_000, 300_000, 0)
    assert order_balances(order.number)["clearing:vietqr"] == 150_000


def test_a_cheaper_substitute_gives_the_difference_back(order: Order) -> None:
    pay(order)
    part = order.seller_orders.order_by("pk")[0]
    other = stocked_product(price=80_000, stock=9, seller=part.seller)
    more = {"substitute_id": other.stockrecords.get().pk, "substitute_quantity": 3}
    say(short_of_three(order, kind=AmendmentKind.SUBSTITUTION, **more))
    assert money(order) == ("refunding", 390_000, 60_000, 0)


def test_a_part_shrinks_and_is_packed_while_the_refund_waits(order: Order) -> None:
    pay(order)
    say(short_of_three(order))
    part = order.seller_orders.order_by("pk")[0]
    assert len(pack(seller_order=part, parcels=[900], actor=UserFactory(), at=timezone.now())) == 1


@pytest.mark.parametrize("end", ["cancelled", "called off"])
def test_what_is_left_goes_back_when_the_order_ends(order: Order, end: str) -> None:
    pay(order)
    say(short_of_three(order))
    if end == "cancelled":
        cancel_order(order=order, actor=None, at=timezone.now())
    else:
        run = order.seller_orders.order_by("pk")[0].run_stop.run
        call_off(run=run, actor=UserFactory(), reason="Đường sạt lở", at=timezone.now())
    assert money(order) == ("refunding", 0, 450_000, 0)
    assert sorted(Refund.objects.values_list("amount_vnd", flat=True)) == [50_000, 100_000, 300_000]
    assert order_balances(order.number)[f"buyer_due:{order.number}"] == 0


def test_a_waiting_order_asks_for_less_and_counts_what_came(order: Order) -> None:
    transfer(150_000, attempt(order).reference)
    assert money(order)[0] == "partly_paid"
    say(short_of_three(order))
    order.refresh_from_db()
    assert money(order) == ("succeeded", 150_000, 0, 0)
    assert not order.awaits_payment
