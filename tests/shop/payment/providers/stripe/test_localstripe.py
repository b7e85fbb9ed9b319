"""The card path against an independent server that speaks Stripe's interface: declines, 3-D Secure, events, refunds.

It has no payment pages, so the buyer's card is played by the test; everything after it is ours.
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
import stripe
import urllib3
from django.utils import timezone

from shop.aftersales.domain.cancel import cancel_order
from shop.order.models import Order
from shop.payment.domain.sending import send
from shop.payment.models import ProviderEvent, Receipt, Refund
from shop.payment.providers.stripe.client import client
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payments import attempt

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SECRET = "whsec_localstripe"
PLAIN, DECLINED, SECURED = "4242424242424242", "4000000000000341", "4000002760003184"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"])
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def order(address: str, live_server: Any, settings: Any) -> Order:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_12345", SECRET
    settings.STRIPE_API_BASE = address
    hook = {"url": f"{live_server.url}/webhooks/stripe/", "secret": SECRET}
    urllib3.request("POST", f"{address}/_config/webhooks/shop", json=hook)
    return placed_order(stocked_product(price=120_000), payment_method="stripe")


def card(number: str) -> str:
    method = client().v1.payment_methods.create(
        {"type": "card", "card": {"number": number, "exp_month": 12, "exp_year": 2040, "cvc": "123"}}  # type: ignore[typeddict-item]
    )
    return method.id


def charge(order: Order, number: str) -> stripe.PaymentIntent:
    payment = attempt(order)
    made = client().v1.payment_intents.create(
        {
            "amount": int(payment.amount_vnd),
            "currency": "vnd",
            "payment_method": card(number),
            "metadata": {"reference": payment.reference},
        }
    )
    return client().v1.payment_intents.confirm(made.id)


def wait_until(happened: Any) -> None:
    until = time.monotonic() + 15
    while not happened() and time.monotonic() < until:
        time.sleep(0.05)
    assert happened()


def test_a_card_pays_and_gets_its_money_back(order: Order) -> None:
    intent = charge(order, PLAIN)
    assert (intent.status, intent.amount, intent.currency) == ("succeeded", 120_000, "vnd")
    wait_until(lambda: Receipt.objects.filter(external_id=intent.id).exists())
    order.refresh_from_db()
    assert (order.paid_at is not None, Receipt.objects.get().amount_vnd) == (True, 120_000)
    cancel_order(order=order, actor=None, at=timezone.now())
    refund = Refund.objects.get()
    send(refund_id=refund.pk, at=timezone.now())
    refund.refresh_from_db()
    assert refund.state in {"done", "sent"}
    there = client().v1.refunds.retrieve(refund.external_id)
    assert (there.amount, there.payment_intent) == (120_000, intent.id)


def test_a_declined_card_pays_nothing(order: Order) -> None:
    with pytest.raises(stripe.CardError):
        charge(order, DECLINED)
    wait_until(lambda: ProviderEvent.objects.filter(kind="payment_intent.payment_failed").exists())
    order.refresh_from_db()
    assert (order.paid_at, attempt(order).is_live, Receipt.objects.exists()) == (None, True, False)


def test_a_card_that_asks_for_more_pays_only_afterwards(order: Order) -> None:
    intent = charge(order, SECURED)
    assert intent.status == "requires_action"
    order.refresh_from_db()
    assert order.paid_at is None
