"""Two people act on one drawer, one remittance or one driver's limit at the same moment; real connections."""

from functools import partial

import pytest
from django.utils import timezone

from shop.backoffice.invariants import cash as cash_promise
from shop.fulfilment.cash.domain.counting import count_drawer
from shop.fulfilment.cash.domain.remitting import confirm, hand_from_point
from shop.fulfilment.cash.domain.settling import set_limit
from shop.fulfilment.cash.holding import drawer_vnd
from shop.fulfilment.cash.models import CashCount, Remittance, RemittanceState
from shop.fulfilment.domain.handover import hand_over
from shop.fulfilment.domain.refusal import Refused
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.models import Order
from shop.shipping.models import RunStop
from tests.concurrency import barrier
from tests.factories.people import UserFactory
from tests.factories.road import a_driver, a_stop, an_operator, carry, nonce, order_at

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
at_once = partial(barrier.verdicts, refusals=(Refused,))
PRICE = 98_000


def waiting_order(stop: RunStop) -> Order:
    order = order_at(stop, price=PRICE)
    carry(order)
    return order


def give(order: Order, stop: RunStop, operator: object) -> None:
    hand_over(
        order=order,
        run_stop=stop,
        operator=operator,
        cash_vnd=PRICE,
        nonce=nonce(),
        found_by="code",
        at=timezone.now(),
    )


def remitted(stop: RunStop, driver: object, amount: int = PRICE) -> Remittance:
    operator = an_operator(stop.point)
    return hand_from_point(
        point=stop.point, operator=operator, driver=driver, amount_vnd=amount, nonce=nonce(), at=timezone.now()
    )


def test_a_drawer_closed_while_an_order_is_handed_over_counts_it_once() -> None:
    stop = a_stop()
    operator, orders = an_operator(stop.point), [order_at(stop, price=PRICE) for _ in range(3)]
    for order in orders:
        carry(order)
    give(orders[0], stop, operator)
    for order in orders[1:]:
        before = drawer_vnd(stop.point_id)

        def close(counted: int = before) -> None:
            count_drawer(
                point=stop.point,
                operator=operator,
                counted_vnd=counted - 1_000,
                reason="thiếu",
                nonce=nonce(),
                at=timezone.now(),
            )

        assert at_once(close, lambda one=order: give(one, stop, operator)) == ["done", "done"]
        count = CashCount.objects.latest("pk")
        came_after = PRICE if count.expected_vnd == before else 0
        assert count.expected_vnd in {before, before + PRICE}
        assert drawer_vnd(stop.point_id) == count.counted_vnd + came_after
        assert list(cash_promise.broken()) == []


def test_of_two_closings_with_one_form_one_counts_and_two_people_hand_on_the_money_once() -> None:
    stop = a_stop()
    operator, other, key = an_operator(stop.point), an_operator(stop.point), nonce()
    give(waiting_order(stop), stop, operator)

    def close() -> None:
        count_drawer(
            point=stop.point, operator=operator, counted_vnd=90_000, reason="thiếu", nonce=key, at=timezone.now()
        )

    def hand_on(who: object) -> None:
        hand_from_point(
            point=stop.point, operator=who, driver=None, amount_vnd=90_000, nonce=nonce(), at=timezone.now()
        )

    assert at_once(close, close, close) == ["done", "done", "done"]
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 90_000
    assert at_once(lambda: hand_on(operator), lambda: hand_on(other)) == ["NotEnough", "done"]
    assert list(cash_promise.broken()) == []


def test_of_two_confirmations_of_one_remittance_one_counts() -> None:
    stop = a_stop()
    give(waiting_order(stop), stop, an_operator(stop.point))
    handed, first, second = remitted(stop, None), UserFactory(), UserFactory()

    outcomes = at_once(
        lambda: confirm(remittance=handed, actor=first, received_vnd=PRICE, at=timezone.now()),
        lambda: confirm(remittance=handed, actor=second, received_vnd=PRICE - 8_000, at=timezone.now()),
        lambda: confirm(remittance=handed, actor=first, received_vnd=PRICE, at=timezone.now()),
    )

    handed.refresh_from_db()
    assert outcomes in (["AlreadyDone", "done", "done"], ["AlreadyDone", "AlreadyDone", "done"])
    assert balance(AccountKind.TREASURY) == handed.received_vnd
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 0
    assert list(cash_promise.broken()) == []


def test_a_driver_takes_over_from_two_tills_at_once_only_up_to_the_limit() -> None:
    driver, stops = a_driver(), [a_stop(), a_stop()]
    set_limit(driver=driver, limit_vnd=PRICE + 1_000, actor=UserFactory(), at=timezone.now())
    for stop in stops:
        give(waiting_order(stop), stop, an_operator(stop.point))
    first, second = [remitted(stop, driver) for stop in stops]

    outcomes = at_once(
        *[
            lambda one=one: confirm(remittance=one, actor=driver, received_vnd=PRICE, at=timezone.now())
            for one in (first, second)
        ]
    )

    assert outcomes == ["TooMuchHeld", "done"]
    assert balance(AccountKind.CASH_DRIVER, str(driver.pk)) == PRICE
    assert Remittance.objects.filter(state=RemittanceState.WAITING).count() == 1
    assert list(cash_promise.broken()) == []
