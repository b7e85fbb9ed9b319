"""The process is killed at each point between "pay" and "placed"; another goes on, and nothing is lost or doubled."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from sellers.models import StockRecord
from shop.aftersales.domain.cancel import cancel_order
from shop.ledger.queries import order_balances
from shop.order.models import Order
from shop.payment.domain.sending import send
from shop.payment.models import Payment, ProviderEvent, Receipt, Refund
from tests.concurrency.servers import ROOT, database_url
from tests.factories.goods import stocked_product
from tests.factories.orders import basket_with, placed_order
from tests.factories.payments import ACCOUNT, SECRET, attempt, set_up_transfers, transfer, waiting_order
from tests.factories.places import RunStopFactory
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

TELL = """
import django, os
django.setup()
from django.utils import timezone
from tests.factories.payments import transfer
print(transfer(30_000, os.environ["CONTENT"], reference="FT1"))
"""
SEND = """
import django, os
django.setup()
from django.utils import timezone
from shop.payment.domain.sending import send
from shop.payment.providers.base import RefundAnswer
from shop.payment.providers.vietqr.provider import VietQRProvider
VietQRProvider.send_refund = lambda self, refund, at: RefundAnswer(is_done=True, external_id=refund.idempotency_key)
send(refund_id=int(os.environ["REFUND"]), at=timezone.now())
"""

PLACE = """
import django, os, uuid
django.setup()
from django.utils import timezone
from shop.basket.models import Basket
from shop.checkout.domain.place import place_order
from shop.shipping.models import RunStop
from tests.factories.orders import checkout_details
basket = Basket.objects.get()
place_order(
    basket=basket,
    details=checkout_details(basket, stop=RunStop.objects.get(), payment_method="vietqr"),
    idempotency_key=uuid.UUID(int=1),
    now=timezone.now(),
)
"""


EXPIRE = """
import django, datetime
django.setup()
from django.utils import timezone
from shop.aftersales.domain.expiry import expire
from shop.order.models import Order
expire(order_id=Order.objects.get().pk, at=timezone.now() + datetime.timedelta(minutes=31))
"""
LATE = """
import django, datetime
django.setup()
from django.utils import timezone
from shop.aftersales.domain.late_payment import settle_late
from shop.order.models import Order
settle_late(order_id=Order.objects.get().pk, at=timezone.now() + datetime.timedelta(minutes=40))
"""
OPEN_PAGE = """
import contextlib, django, os, types
django.setup()
from django.utils import timezone
from shop.payment.models import Payment
from shop.payment.providers.stripe import pages
def create(params, options):
    with open(os.environ["KEYS"], "a") as kept:
        kept.write(options["idempotency_key"] + chr(10))
    return types.SimpleNamespace(id="cs_1", url="https://checkout.stripe.com/c/cs_1")
sessions = types.SimpleNamespace(create=create)
client = types.SimpleNamespace(v1=types.SimpleNamespace(checkout=types.SimpleNamespace(sessions=sessions)))
pages.asking = lambda: contextlib.nullcontext(client)
payment = Payment.objects.select_related("order").get()
pages.open_page(payment=payment, back="https://chophien.example/", at=timezone.now())
"""


def run(script: str, *, crash_at: str = "", **more: str) -> int:
    """Run a piece of the worker or web process on the test database; return how it ended."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "shop.settings.test",
        "DATABASE_URL": database_url(),
        "PYTHONPATH": str(ROOT),
        "CRASH_AT": crash_at,
        "VIETQR_BIN": "970405",
        "VIETQR_ACCOUNT": ACCOUNT,
        "VIETQR_HOLDER": "CHO PHIEN",
        "BANK_NOTICE_SECRET": SECRET,
        **more,
    }
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=False).returncode


@pytest.fixture
def order(settings: Any) -> Order:
    set_up_transfers(settings)
    return waiting_order(stocked_product(price=30_000))


@pytest.mark.parametrize("point", ["order.written", "order.committed"])
def test_an_order_whose_process_dies_is_placed_once_when_it_is_sent_again(settings: Any, point: str) -> None:
    set_up_transfers(settings)
    basket_with(stocked_product(price=30_000))
    RunStopFactory()
    assert run(PLACE, crash_at=point) == -signal.SIGKILL
    assert Order.objects.count() == int(point == "order.committed")
    assert broken() == []
    assert [run(PLACE) for _ in range(2)] == [0, 0]
    assert (Order.objects.count(), broken()) == (1, [])


@pytest.mark.parametrize("point", ["notice.kept", "notice.applied", "notice.committed"])
def test_a_message_whose_process_dies_counts_once_when_it_comes_again(order: Order, point: str) -> None:
    reference = attempt(order).reference
    assert run(TELL, crash_at=point, CONTENT=reference) == -signal.SIGKILL
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
    assert run(SEND, crash_at=point, REFUND=str(refund.pk)) == -signal.SIGKILL
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
    assert run(EXPIRE, crash_at="expiry.written") == -signal.SIGKILL
    order.refresh_from_db()
    assert (order.status, broken()) == ("placed", [])
    assert [run(EXPIRE) for _ in range(2)] == [0, 0]
    order.refresh_from_db()
    assert (order.status, StockRecord.objects.get().num_allocated, broken()) == ("cancelled", 0, [])


def test_late_money_whose_job_dies_is_taken_once_when_it_runs_again(order: Order) -> None:
    assert run(EXPIRE) == 0
    transfer(30_000, attempt(order).reference, at=timezone.now() + datetime.timedelta(minutes=35))
    assert run(LATE, crash_at="late.taken") == -signal.SIGKILL
    order.refresh_from_db()
    assert (order.status, order.paid_at, broken()) == ("cancelled", None, [])
    assert [run(LATE) for _ in range(2)] == [0, 0]
    order.refresh_from_db()
    assert (order.status, order.paid_at is not None, Refund.objects.count(), broken()) == ("placed", True, 0, [])


def test_a_card_page_whose_process_dies_is_opened_again_with_the_same_key(settings: Any, tmp_path: Path) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_1", "whsec_1"
    placed_order(stocked_product(price=30_000), payment_method="stripe")
    kept = tmp_path / "keys"
    assert run(OPEN_PAGE, crash_at="page.opened", KEYS=str(kept)) == -signal.SIGKILL
    assert Payment.objects.get().external_id == ""
    assert run(OPEN_PAGE, KEYS=str(kept)) == 0
    assert (Payment.objects.get().external_id, len(set(kept.read_text().split()))) == ("cs_1", 1)
    assert broken() == []
