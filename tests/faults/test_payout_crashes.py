"""The worker dies at each point between "settle" and "paid out"; another goes on, and nothing is lost or doubled."""

from __future__ import annotations

import contextlib
import datetime
import signal
from collections.abc import Callable

import pytest
from django.utils import timezone

from sellers.models import Partner
from sellers.payouts.domain.batches import Decided, NothingToPay, approve_batch, make_batch
from sellers.payouts.domain.executing import SeenBefore, Told, take_answer
from sellers.payouts.models import BankAnswer, Payout, PayoutBatch, PayoutPeriod, Transfer
from sellers.payouts.tasks import settle_due_periods
from shop.accounts.models import User
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from tests.factories.payouts import delivered_order, seller_with_account
from tests.factories.people import UserFactory
from tests.faults.dying import run
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def settle() -> None:
    settle_due_periods.func(0)


def make() -> None:
    with contextlib.suppress(NothingToPay):
        make_batch(by=_people()[0], at=timezone.now())


def approve() -> None:
    with contextlib.suppress(Decided):
        approve_batch(batch=PayoutBatch.objects.get(), by=_people()[1], at=timezone.now())


def take() -> None:
    told = [Told(transfer.reference, int(transfer.amount_vnd), True, "FT1") for transfer in Transfer.objects.all()]
    with contextlib.suppress(SeenBefore):
        take_answer(name="kq.csv", data=b"1", told=told, by=_people()[0], at=timezone.now())


PLAN: dict[Callable[[], None], list[str]] = {
    settle: ["settlement.posted", "settlement.written", "settlement.committed"],
    make: ["batch.written"],
    approve: ["batch.approved"],
    take: ["transfer.posted", "answer.written"],
}


@pytest.fixture
def sellers() -> list[Partner]:
    UserFactory.create_batch(2)
    sellers = [seller_with_account() for _ in range(2)]
    for seller in sellers:
        delivered_order(seller, 10_000, at=timezone.now() - datetime.timedelta(days=20))
    return sellers


def test_whoever_dies_leaves_all_or_nothing_and_the_next_one_finishes(sellers: list[Partner]) -> None:
    for step, points in PLAN.items():
        for point in points:
            assert run(step, crash_at=point) == -signal.SIGKILL, point
            assert broken() == [], point
        assert run(step) == 0
    assert (PayoutPeriod.objects.count(), PayoutBatch.objects.count(), BankAnswer.objects.count()) == (1, 1, 1)
    assert Transfer.objects.filter(state="executed").count() == len(sellers)
    assert sorted(Payout.objects.values_list("state", "amount_vnd")) == [("paid", 10_000)] * 2
    assert (balance(AccountKind.TREASURY, "partner"), broken()) == (-20_000, [])


def _people() -> list[User]:
    return list(User.objects.order_by("pk")[:2])
