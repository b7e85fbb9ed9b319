"""Messages of the bank over HTTP: only genuine ones count, each once, in any order."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shop.order.models import Order
from shop.payment.models import ProviderEvent, Receipt
from shop.payment.providers.vietqr.notifiers.casso import HEADER, CassoNotifier
from tests.factories.goods import stocked_product
from tests.factories.payments import ACCOUNT, SECRET, attempt, set_up_transfers, waiting_order

pytestmark = pytest.mark.django_db
ADDRESS = "/webhooks/vietqr/"


@pytest.fixture
def order(settings: Any) -> Order:
    set_up_transfers(settings)
    return waiting_order(stocked_product(price=30_000))


def message(content: str, amount: int = 30_000, **changes: Any) -> tuple[bytes, dict[str, str]]:
    data = {
        "id": 1,
        "reference": "FT1",
        "description": content,
        "amount": amount,
        "transactionDateTime": "2026-11-26 10:00:00",
        "accountNumber": ACCOUNT,
    }
    at = changes.pop("at", timezone.now())
    secret = changes.pop("secret", SECRET)
    return CassoNotifier().signed(transfer={**data, **changes}, secret=secret, at=at)


def send(body: bytes, headers: dict[str, str]) -> int:
    client = Client(enforce_csrf_checks=True)
    return client.post(ADDRESS, body, "application/json", headers=headers).status_code


def test_a_signed_transfer_pays_the_order_once(order: Order) -> None:
    told = message(attempt(order).reference)
    assert [send(*told) for _ in range(3)] == [200, 200, 200]
    order.refresh_from_db()
    assert (order.paid_at is not None, Receipt.objects.count(), ProviderEvent.objects.count()) == (True, 1, 1)
    assert ProviderEvent.objects.get().body.encode() == told[0]


def test_what_is_not_genuine_leaves_no_trace(order: Order) -> None:
    reference = attempt(order).reference
    body, headers = message(reference)
    old = timezone.now() - datetime.timedelta(hours=1)
    refused = [
        (body.replace(b"30000", b"30001"), headers),
        (body, {}),
        (body, {HEADER: headers[HEADER][:-4] + "0000"}),
        message(reference, secret="guessed"),
        message(reference, at=old),
        (b"[]", headers),
    ]
    assert [send(*one) for one in refused] == [400] * len(refused)
    assert not ProviderEvent.objects.exists() and not Receipt.objects.exists()


def test_money_that_leaves_is_kept_and_ignored(order: Order) -> None:
    assert send(*message(attempt(order).reference, amount=-30_000)) == 200
    assert ProviderEvent.objects.get().outcome == "ignored" and not Receipt.objects.exists()


def test_a_genuine_message_that_says_nothing_is_told_so(order: Order) -> None:
    assert send(*message(attempt(order).reference, transactionDateTime="today")) == 422
    assert not ProviderEvent.objects.exists()


def test_nobody_listens_where_nothing_is_set_up() -> None:
    assert [Client().post(f"/webhooks/{code}/").status_code for code in ("vietqr", "cash", "barter")] == [404] * 3
