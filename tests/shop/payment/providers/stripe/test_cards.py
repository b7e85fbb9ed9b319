"""Cards: order first, Stripe's page, signed events in any order; amounts are whole đồng."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sellers.payouts.models import PayoutHold
from shop.aftersales.domain.cancel import cancel_order
from shop.checkout.domain.paying import pay_otherwise
from shop.checkout.pay_page import pay_address
from shop.order.models import Order
from shop.payment.domain.looking import look
from shop.payment.domain.sending import send
from shop.payment.enums import PaymentState, RefundState
from shop.payment.models import Dispute, ProviderEvent, Receipt, Refund
from shop.payment.providers import offered
from shop.payment.tasks import close_attempt
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payments import attempt, set_up_transfers, transfer
from tests.nodes.stripe import SECRET, FakeStripe, event, fake_stripe
from tests.promises import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake(settings: Any) -> Iterator[FakeStripe]:
    set_up_transfers(settings)
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_123", SECRET
    with fake_stripe() as running:
        settings.STRIPE_API_BASE = running.address
        yield running


@pytest.fixture
def order(fake: FakeStripe) -> Order:
    return placed_order(stocked_product(price=120_000), payment_method="stripe")


def to_the_page(order: Order) -> str:
    """Press the button; return the session that was opened."""
    address = pay_address(order).replace("/tra-tien/", "/tra-tien/di/")
    answer = Client().post(address)
    assert answer["Location"].startswith("http")
    return answer["Location"].rpartition("/")[2]


def deliver(kind: str, about: dict[str, Any], **how: Any) -> int:
    body, headers = event(kind, about, **how)
    client = Client(enforce_csrf_checks=True)
    return client.post("/webhooks/stripe/", body, "application/json", headers=headers).status_code


def test_the_page_asks_for_whole_dong(order: Order, fake: FakeStripe) -> None:
    session = fake.things[to_the_page(order)]
    assert (session["amount_total"], session["currency"]) == (120_000, "vnd")
    assert to_the_page(order) == session["id"]  # a second press leads to the same charge


def test_the_form_may_lead_to_stripe_and_nowhere_else(order: Order) -> None:
    policy = Client().get(pay_address(order))["Content-Security-Policy"]
    assert "form-action 'self' https://checkout.stripe.com" in policy
    assert "stripe" not in Client().get(order.get_absolute_url())["Content-Security-Policy"]


def test_events_in_any_order_and_number_pay_once(order: Order, fake: FakeStripe) -> None:
    session_id = to_the_page(order)
    intent = fake.pay(session_id)
    session = fake.things[session_id]
    for _ in range(2):
        assert deliver("payment_intent.succeeded", intent) == 200
        assert deliver("checkout.session.completed", session) == 200
        assert deliver("payment_intent.processing", intent) == 200
    order.refresh_from_db()
    assert (order.paid_at is not None, Receipt.objects.count(), Refund.objects.count()) == (True, 1, 0)
    assert (ProviderEvent.objects.count(), broken()) == (3, [])


def test_forged_and_old_events_leave_no_trace(order: Order, fake: FakeStripe) -> None:
    intent = fake.pay(to_the_page(order))
    body, headers = event("payment_intent.succeeded", intent)
    client = Client()
    statuses = [
        client.post("/webhooks/stripe/", body + b" ", "application/json", headers=headers).status_code,
        client.post("/webhooks/stripe/", body, "application/json").status_code,
        deliver("payment_intent.succeeded", intent, secret="whsec_other"),
        deliver("payment_intent.succeeded", intent, at=int(time.time()) - 3600),
    ]
    assert (statuses, ProviderEvent.objects.exists()) == ([400] * 4, False)


def test_while_stripe_does_not_answer_nothing_is_kept_and_it_sends_again(order: Order, fake: FakeStripe) -> None:
    intent = fake.pay(to_the_page(order))
    fake.is_down = True
    assert deliver("payment_intent.succeeded", intent) == 503
    assert not ProviderEvent.objects.exists()
    fake.is_down = False
    assert deliver("payment_intent.succeeded", intent) == 200
    order.refresh_from_db()
    assert order.paid_at is not None


def test_another_currency_pays_nothing_and_calls_a_person(order: Order, fake: FakeStripe) -> None:
    intent = fake.pay(to_the_page(order), currency="usd")
    assert deliver("payment_intent.succeeded", intent) == 200
    order.refresh_from_db()
    assert (order.paid_at, Receipt.objects.exists(), ProviderEvent.objects.get().needs_person) == (None, False, True)


def test_another_amount_does_not_pay_the_order(order: Order, fake: FakeStripe) -> None:
    intent = fake.pay(to_the_page(order), amount=1_200)
    deliver("payment_intent.succeeded", intent)
    order.refresh_from_db()
    assert (order.paid_at, attempt(order).state) == (None, PaymentState.PARTLY_PAID)
    assert broken() == []


def test_a_lost_notification_is_made_up_for(order: Order, fake: FakeStripe) -> None:
    fake.pay(to_the_page(order))
    assert look(payment=attempt(order), at=timezone.now()) == ["received"]
    assert look(payment=attempt(order), at=timezone.now()) == ["known"]
    order.refresh_from_db()
    assert order.paid_at is not None


def test_two_ways_paid_at_once_are_charged_once(order: Order, fake: FakeStripe) -> None:
    session_id = to_the_page(order)
    card = attempt(order)
    pay_otherwise(order=order, code="vietqr", at=timezone.now())
    close_attempt(payment_id=card.pk)
    assert fake.things[session_id]["status"] == "expired"
    intent = fake.pay(session_id)  # the other tab was quicker than the closing
    deliver("payment_intent.succeeded", intent)
    order.refresh_from_db()
    assert order.payment_method == "stripe"
    transfer(120_000, attempt(order).reference)
    assert Refund.objects.get().receipt.provider == "vietqr"
    assert broken() == []


def test_refunds_go_to_the_card_once(order: Order, fake: FakeStripe) -> None:
    intent = fake.pay(to_the_page(order))
    deliver("payment_intent.succeeded", intent)
    fake.refund_status = "pending"
    cancel_order(order=order, actor=None, at=timezone.now())
    refund = Refund.objects.get()
    for _ in range(2):
        send(refund_id=refund.pk, at=timezone.now())
    refund.refresh_from_db()
    made = [thing for thing in fake.things.values() if thing["object"] == "refund"]
    assert (refund.state, len(made), made[0]["amount"]) == (RefundState.SENT, 1, 120_000)
    made[0]["status"] = "succeeded"
    assert deliver("refund.updated", made[0]) == 200
    assert (attempt(order).state, broken()) == (PaymentState.REFUNDED, [])


def test_a_refund_waits_while_stripe_is_down_and_fails_into_a_persons_hands(order: Order, fake: FakeStripe) -> None:
    intent = fake.pay(to_the_page(order))
    deliver("payment_intent.succeeded", intent)
    cancel_order(order=order, actor=None, at=timezone.now())
    refund = Refund.objects.get()
    fake.is_down = True
    send(refund_id=refund.pk, at=timezone.now())
    refund.refresh_from_db()
    assert (refund.state, refund.attempts) == (RefundState.QUEUED, 1)
    fake.is_down, fake.refund_status = False, "failed"
    send(refund_id=refund.pk, at=refund.next_try_at)
    refund.refresh_from_db()
    assert refund.state == RefundState.BY_HAND


def test_a_dispute_holds_payouts_until_it_is_won(order: Order, fake: FakeStripe) -> None:
    intent = fake.pay(to_the_page(order))
    deliver("payment_intent.succeeded", intent)
    dispute = fake.dispute(intent)
    assert deliver("charge.dispute.created", dispute) == 200
    part = order.seller_orders.get()
    held = PayoutHold.objects.get(part_number=part.number)
    assert (held.amount_vnd, held.released_at) == (part.seller_share_vnd, None)
    dispute["status"] = "won"
    deliver("charge.dispute.closed", dispute)
    deliver("charge.dispute.created", dispute, name="evt_again")
    held.refresh_from_db()
    assert (held.released_at is not None, Dispute.objects.get().state) == (True, "won")


def test_cards_are_offered_with_keys_only(fake: FakeStripe, settings: Any) -> None:
    assert "stripe" in [way.code for way in offered(120_000, [])]
    assert "stripe" not in [way.code for way in offered(1_000, [])]
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert "stripe" not in [way.code for way in offered(120_000, [])]
