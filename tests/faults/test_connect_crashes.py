"""The worker dies at each point between "settle" and "transferred", and while a debt is taken back; Stripe runs on.

The next run of the job that looks after lost ones finishes, and the money has moved once.
"""

from __future__ import annotations

import contextlib
import datetime
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from sellers.models import Partner
from sellers.payouts.domain.batches import Decided, NothingToPay, approve_batch, make_batch
from sellers.payouts.models import PayoutBatch, Transfer
from sellers.payouts.tasks import settle_due_periods
from shop.accounts.models import User
from shop.aftersales.returns.domain.answering import accept
from shop.aftersales.returns.enums import ReturnWay
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.models import SellerOrder
from shop.payment.connect.models import ConnectAccount, ConnectReversal
from shop.payment.connect.tasks import look_after_connect, send_transfer
from tests.factories.payouts import delivered_order, payout_of, seller_with_account, settled
from tests.factories.people import UserFactory
from tests.factories.returns import a_reason, asked
from tests.faults.dying import run
from tests.nodes.stripe import SECRET, FakeStripe, fake_stripe
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
START = 10**9
AGO = datetime.timedelta(minutes=11)


def settle() -> None:
    settle_due_periods.func(0)


def make() -> None:
    with contextlib.suppress(NothingToPay):
        make_batch(by=_people()[0], at=timezone.now() - AGO)


def approve() -> None:
    with contextlib.suppress(Decided):
        approve_batch(batch=PayoutBatch.objects.get(), by=_people()[1], at=timezone.now() - AGO)


def transfer() -> None:
    send_transfer.func(Transfer.objects.get(route="stripe").pk)


def look_after() -> None:
    look_after_connect.func(0)


PLAN: dict[Callable[[], None], list[str]] = {
    settle: ["settlement.posted", "settlement.written", "settlement.committed"],
    make: ["batch.written"],
    approve: ["batch.approved"],
    transfer: ["transfer.claimed", "transfer.answered", "transfer.posted"],
}


@pytest.fixture
def fake(settings: Any) -> Iterator[FakeStripe]:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET, settings.STRIPE_CONNECT = "sk_test_1", SECRET, True
    with fake_stripe() as running:
        settings.STRIPE_API_BASE = running.address
        yield running


@pytest.fixture
def seller(fake: FakeStripe) -> Partner:
    """A seller Stripe pays, beside one the bank pays."""
    UserFactory.create_batch(2)
    seller, other = seller_with_account(), seller_with_account()
    account = fake._made("/v1/accounts", {})
    fake.things[account["id"]] = account
    fake.open_account(account["id"])
    ConnectAccount.objects.create(seller=seller, external_id=account["id"], can_receive=True, opened_at=timezone.now())
    for one in (seller, other):
        delivered_order(one, 10_000, at=timezone.now() - datetime.timedelta(days=20))
    return seller


def test_whoever_dies_between_settling_and_transferring_moves_the_money_once(fake: FakeStripe, seller: Partner) -> None:
    for step, points in PLAN.items():
        for point in points:
            assert run(step, crash_at=point) == -signal.SIGKILL, point
            assert broken() == [], point
        assert run(look_after if step is transfer else step) == 0
    assert (PayoutBatch.objects.count(), payout_of(seller).state) == (1, "paid")
    assert dict(Transfer.objects.values_list("route", "state")) == {"stripe": "executed", "": "sent"}
    assert (fake.balance, balance(AccountKind.CLEARING, "stripe")) == (START - 10_000, -10_000)
    assert broken() == []


def test_whoever_dies_while_a_debt_is_taken_back_takes_it_once(fake: FakeStripe, seller: Partner) -> None:
    for step in (settle, make, approve, transfer):
        step()
    part = SellerOrder.objects.get(seller=seller)
    request = asked(part, reason=a_reason(ask_days=90))
    accept(request=request, way=ReturnWay.KEEP, words="", actor=UserFactory(), at=timezone.now())
    settled(days_ahead=30)
    assert payout_of(seller).carried_vnd == -10_000
    for point in ("reversal.claimed", "reversal.answered", "reversal.written"):
        assert run(look_after, crash_at=point) == -signal.SIGKILL, point
        assert broken() == [], point
    assert run(look_after) == 0
    assert (ConnectReversal.objects.get().done_at is not None, payout_of(seller).carried_vnd) == (True, 0)
    assert (fake.balance, balance(AccountKind.CLEARING, "stripe"), broken()) == (START, 0, [])


def _people() -> list[User]:
    return list(User.objects.order_by("pk")[:2])
