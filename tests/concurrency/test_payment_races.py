"""Messages of a bank come twice, late, and at the moment an order ends; real connections, one outcome."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shop.aftersales.domain.cancel import cancel_order
from shop.aftersales.domain.expiry import expire
from shop.aftersales.domain.late_payment import settle_late
from shop.order.models import Order
from shop.payment.domain.attempts import NotWaiting, choose
from shop.payment.domain.refunding import finish_refund
from shop.payment.models import ProviderEvent, Receipt, Refund
from shop.payment.providers.vietqr.notifiers.casso import CassoNotifier
from tests.concurrency import barrier
from tests.factories.goods import stocked_product
from tests.factories.payments import ACCOUNT, SECRET, attempt, set_up_transfers, transfer, waiting_order
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
at_once = partial(barrier.outcomes, refusals=(NotWaiting,))
CROWD = 10


@pytest.fixture(autouse=True)
def transfers(settings: Any) -> None:
    set_up_transfers(settings)


def message(order: Order, reference: str) -> tuple[bytes, dict[str, str]]:
    data: dict[str, object] = {
        "id": 1,
        "reference": reference,
        "description": attempt(order).reference,
        "amount": 30_000,
        "transactionDateTime": "2026-11-26 10:00:00",
        "accountNumber": ACCOUNT,
    }
    return CassoNotifier().signed(transfer=data, secret=SECRET, at=timezone.now())


def test_ten_equal_messages_at_once_are_one_receipt() -> None:
    order = waiting_order(stocked_product(price=30_000))
    body, headers = message(order, "FT1")

    def post() -> int:
        return Client().post("/webhooks/vietqr/", body, "application/json", headers=headers).status_code

    assert at_once(*[post] * CROWD) == [200] * CROWD
    order.refresh_from_db()
    assert (order.paid_at is not None, Receipt.objects.count(), ProviderEvent.objects.count()) == (True, 1, 1)
    assert (Refund.objects.count(), broken()) == (0, [])


def test_ten_different_transfers_at_once_pay_once_and_nine_go_back() -> None:
    order = waiting_order(stocked_product(price=30_000))
    reference = attempt(order).reference
    at_once(*[lambda n=n: transfer(30_000, reference, reference=f"FT{n}") for n in range(CROWD)])
    assert (Receipt.objects.count(), Refund.objects.count()) == (CROWD, CROWD - 1)
    assert (attempt(order).collected_vnd, broken()) == (30_000, [])


def test_money_at_the_moment_of_expiry_pays_or_comes_late_and_is_never_lost() -> None:
    stop = RunStopFactory()
    orders = [waiting_order(stocked_product(price=30_000), stop=stop) for _ in range(CROWD // 2)]
    late = timezone.now() + datetime.timedelta(minutes=31)
    references = {order.pk: attempt(order).reference for order in orders}
    acts: list[Callable[[], object]] = []
    for order in orders:
        acts.append(lambda pk=order.pk: expire(order_id=pk, at=late))
        acts.append(lambda pk=order.pk: transfer(30_000, references[pk], reference=f"FT{pk}", at=late))
    at_once(*acts)
    for order in orders:
        settle_late(order_id=order.pk, at=late)
        order.refresh_from_db()
        assert order.paid_at is not None
    assert (Refund.objects.count(), broken()) == (0, [])


def test_money_at_the_moment_of_cancelling_goes_back_whole() -> None:
    orders = [waiting_order(stocked_product(price=30_000)) for _ in range(CROWD // 2)]
    now = timezone.now()
    references = {order.pk: attempt(order).reference for order in orders}
    acts: list[Callable[[], object]] = []
    for order in orders:
        acts.append(lambda order=order: cancel_order(order=order, actor=None, at=now))
        acts.append(lambda pk=order.pk: transfer(30_000, references[pk], reference=f"FT{pk}"))
    at_once(*acts)
    assert sorted(Refund.objects.values_list("amount_vnd", flat=True)) == [30_000] * len(orders)
    assert broken() == []


def test_switching_while_the_money_comes_charges_once() -> None:
    order = waiting_order(stocked_product(price=30_000))
    reference, now = attempt(order).reference, timezone.now()
    at_once(lambda: choose(order=order, code="cash", at=now), lambda: transfer(30_000, reference))
    order.refresh_from_db()
    assert (order.payment_method, order.paid_at is not None, Refund.objects.count()) == ("vietqr", True, 0)
    assert broken() == []


def test_a_refund_that_two_people_finish_leaves_once() -> None:
    order = waiting_order(stocked_product(price=30_000))
    transfer(35_000, attempt(order).reference)
    refund, actor, now = Refund.objects.get(), UserFactory(), timezone.now()
    at_once(*[lambda: finish_refund(refund=refund, at=now, external_id="FT9", actor=actor)] * 4)
    assert broken() == []
