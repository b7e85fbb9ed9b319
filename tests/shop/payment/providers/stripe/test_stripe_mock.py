"""Everything we ask of Stripe is allowed by Stripe's own published description of its interface."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import stripe
from django.utils import timezone

from shop.payment.enums import ReceiptState
from shop.payment.models import Payment, Receipt, Refund
from shop.payment.providers.stripe import accounts
from shop.payment.providers.stripe.client import client
from shop.payment.providers.stripe.pages import session_params
from shop.payment.providers.stripe.provider import StripeProvider
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payments import attempt
from tests.nodes import stripe_mock

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    try:
        with stripe_mock.running() as address:
            yield address
    except stripe_mock.MockUnavailable as reason:
        pytest.skip(f"no stripe-mock: {reason}")


@pytest.fixture(autouse=True)
def talk_to_it(address: str, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_123", "whsec_1"
    settings.STRIPE_API_BASE = address


@pytest.fixture
def payment(talk_to_it: None) -> Payment:
    return attempt(placed_order(stocked_product(price=120_000), payment_method="stripe"))


# Younger than the description that this version of the mock carries; the SDK's own types know it.
YOUNGER = {"allowed_payment_method_types"}


def test_a_page_is_opened_looked_at_and_closed(payment: Payment) -> None:
    asked = session_params(payment, "https://cho.example.vn/", NOW + datetime.timedelta(hours=1))
    known: Any = {name: value for name, value in asked.items() if name not in YOUNGER}
    assert len(known) == len(asked) - len(YOUNGER)
    assert client().v1.checkout.sessions.create(known).object == "checkout.session"
    payment.external_id = "cs_test_1"
    way = StripeProvider()
    assert isinstance(way.look(payment=payment, at=NOW), list)
    way.close(payment=payment)
    assert client().v1.checkout.sessions.expire("cs_test_1").object == "checkout.session"


def test_money_is_given_back(payment: Payment) -> None:
    receipt = Receipt.objects.create(
        provider="stripe",
        external_id="pi_1",
        payment=payment,
        amount_vnd=120_000,
        paid_at=NOW,
        created_at=NOW,
        state=ReceiptState.CREDITED,
    )
    refund = Refund.objects.create(receipt=receipt, amount_vnd=20_000, created_at=NOW, next_try_at=NOW, reason="Thiếu")
    answer = StripeProvider().send_refund(refund=refund, at=NOW)
    assert answer.external_id.startswith("re_")


def test_sellers_get_accounts_transfers_and_give_back() -> None:
    account = accounts.make_account(key="seller-1", email="htx@example.vn", name="HTX Suối Giàng")
    assert account.startswith("acct_")
    assert accounts.onboarding_page(account_id=account, back="https://cho.example.vn/").startswith("https://")
    assert accounts.account_fact(account).external_id.startswith("acct_")
    transfer = accounts.move_to(account_id=account, amount_vnd=90_000, reference="CT1")
    assert transfer.startswith("tr_")
    assert accounts.moved(reference="CT1").startswith("tr_")
    assert accounts.take_back(transfer_id=transfer, amount_vnd=1_000, key="k1").startswith("trr_")


@pytest.mark.parametrize("wrong", [{"amount": "nhiều"}, {"amounts": 5}])
def test_what_the_description_does_not_allow_is_refused(wrong: Any) -> None:
    """Or the tests above would prove nothing."""
    with pytest.raises(stripe.InvalidRequestError):
        client().v1.refunds.create({"payment_intent": "pi_1", **wrong})
