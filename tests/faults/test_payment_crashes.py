"""The process is killed at each point between "pay" and "placed"; another goes on, and nothing is lost or doubled."""

from __future__ import annotations

import contextlib
import datetime
import signal
import types
import uuid
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from sellers.models import StockRecord
from shop.aftersales.domain.cancel import cancel_order
from shop.aftersales.domain.expiry import expire
from shop.aftersales.domain.late_payment import settle_late
from shop.basket.models import Basket
from shop.checkout.domain.place import place_order
from shop.ledger.queries import order_balances
from shop.order.models import Order
from shop.payment.domain.sending import send
from shop.payment.models import Payment, ProviderEvent, Receipt, Refund
from shop.payment.providers.base import RefundAnswer
from shop.payment.providers.stripe import pages
from shop.payment.providers.vietqr.provider import VietQRProvider
from shop.shipping.models import RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import basket_with, checkout_details, placed_order
from tests.factories.payments import attempt, set_up_transfers, transfer, waiting_order
from tests.factories.places import RunStopFactory
from tests.faults.dying import run
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def tell(reference: str) -> None:
    transfer(30_000, reference, reference="FT1")


def refund_now() -> None:
    VietQRProvider.send_refund = lambda self, refund, at: RefundAnswer(is_done=True, external_id=refund.idempotency_key)
    send(refund_id=Refund.objects.get().pk, at=timezone.now())


def place() -> None:
    basket = Basket.objects.get()
    details = checkout_details(basket, stop=RunStop.objects.get(), payment_method="vietqr")
    place_order(basket=basket, details=details, idempotency_key=uuid.UUID(int=1), now=timezone.now())


def give_up() -> None:
    expire(order_id=Order.objects.get().pk, at=timezone.now() + datetime.timedelta(minutes=31))


def take_late() -> None:
    settle_late(order_id=Order.objects.get().pk, at=timezone.now() + datetime.timedelta(minutes=40))


def open_page(kept: Path) -> None:
    """Open a card page with a Stripe that writes down the keys it is asked with."""

    def create(params: Any, options: Any) -> types.SimpleNamespace:
        with kept.open("a") as keys:
            keys.write(options["idempotency_key"] + "\n")
        return types.SimpleNamespace(id="cs_1", url="https://checkout.stripe.com/c/cs_1")

    sessions = types.SimpleNamespace(create=create)
    client = types.SimpleNamespace(v1=types.SimpleNamespace(checkout=types.SimpleNamespace(sessions=sessions)))
    pages.asking = lambda: contextlib.nullcontext(client)
    payment = Payment.objects.select_related("order").get()
    pages.open_page(payment=payment, back="https://chophien.example/", at=timezone.now())


@pytest.fixture
def order(settings: Any) -> Order:
    set_up_transfers(settings)
    return waiting_order(stocked_product(price=30_000))


@pytest.mark.parametrize("point", ["order.written", "order.committed"])
def test_an_order_whose_process_dies_is_placed_once_when_it_is_sent_again(settings: Any, point: str) -> None:
    set_up_transfers(settings)
    basket_with(stocked_product(price=30_000))
    RunStopFactory()
    assert run(place, crash_at=point) == -signal.SIGKILL
    assert Order.objects.count() == int(point == "order.committed")
    assert broken() == []
    assert [run(place) for _ in range(2)] == [0, 0]
    assert (Order.objects.count(), broken()) == (1, [])


@pytest.mark.parametrize("point", ["notice.kept", "notice.applied", "notice.committed"])
def test_a_message_whose_process_dies_counts_once_when_it_comes_again(order: Order, point: str) -> None:
    reference = attempt(order).reference
    assert run(partial(tell, reference), crash_at=point) == -signal.SIGKILL
    committed = point == "notice.committed"
    assert (ProviderEvent.objects.count(), Receipt.objects.count()) == (int(committed), int(committed))
    assert broken() == []
    assert transfer(30_000, reference, reference="FT1") == ("known" if committed else "received")
    order.refresh_from_db()
    assert (order.paid_at is not None, order_balances(order.number)["clearing:vietqr"]) == (True, 30_000)
    assert broken() == []


@pytest.mark.parametrize("point", ["refund.claimed", "refund.answered"])
def test_a_refund_whose_worker_dies_is_sent_again_with_the_same_key(order: Order, point: str) -> None:
    transfer(30_000, attempt(order).reference)
    cancel_order(order=order, actor=None, at=timezone.now())
    refund = Refund.objects.get()
    assert run(refund_now, crash_at=point) == -signal.SIGKILL
    refund.refresh_from_db()
    assert (refund.state, refund.attempts) == ("queued", 1)
    send(refund_id=refund.pk, at=timezone.now())
    refund.refresh_from_db()
    assert refund.attempts == 1  # not before its time: the first asking may still be under way
    send(refund_id=refund.pk, at=refund.next_try_at)
    refund.refresh_from_db()
    assert (refund.state, refund.attempts) == ("by_hand", 2)
    assert broken() == []


def test_an_expiry_whose_job_dies_gives_everything_back_once_when_it_runs_again(order: Order) -> None:
    assert run(give_up, crash_at="expiry.written") == -signal.SIGKILL
    order.refresh_from_db()
    assert (order.status, broken()) == ("placed", [])
    assert [run(give_up) for _ in range(2)] == [0, 0]
    order.refresh_from_db()
    assert (order.status, StockRecord.objects.get().num_allocated, broken()) == ("cancelled", 0, [])


def test_late_money_whose_job_dies_is_taken_once_when_it_runs_again(order: Order) -> None:
    assert run(give_up) == 0
    transfer(30_000, attempt(order).reference, at=timezone.now() + datetime.timedelta(minutes=35))
    assert run(take_late, crash_at="late.taken") == -signal.SIGKILL
    order.refresh_from_db()
    assert (order.status, order.paid_at, broken()) == ("cancelled", None, [])
    assert [run(take_late) for _ in range(2)] == [0, 0]
    order.refresh_from_db()
    assert (order.status, order.paid_at is not None, Refund.objects.count(), broken()) == ("placed", True, 0, [])


def test_a_card_page_whose_process_dies_is_opened_again_with_the_same_key(settings: Any, tmp_path: Path) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_1", "whsec_1"
    placed_order(stocked_product(price=30_000), payment_method="stripe")
    kept = tmp_path / "keys"
    assert run(partial(open_page, kept), crash_at="page.opened") == -signal.SIGKILL
    assert Payment.objects.get().external_id == ""
    assert run(partial(open_page, kept)) == 0
    assert (Payment.objects.get().external_id, len(set(kept.read_text().split()))) == ("cs_1", 1)
    assert broken() == []
