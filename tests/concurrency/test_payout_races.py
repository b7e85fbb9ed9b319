"""Finance, jobs and the counter at one moment: settled once, approved once, answered once; real connections."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from sellers.models import Partner
from sellers.payouts.domain.batches import Decided, NothingToPay, approve_batch, cancel_batch, make_batch
from sellers.payouts.domain.executing import SeenBefore, Told, take_answer
from sellers.payouts.domain.settling import settle_period
from sellers.payouts.models import Payout, PayoutBatch, PayoutPeriod, Transfer
from sellers.payouts.queries import owed
from shop.accounts.models import User
from shop.backoffice.books.domain.closing import NotNext, close_month
from shop.fulfilment.models import HandOver
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.ledger.models import BooksCheck, MonthClose, Transaction
from shop.ledger.queries import balance
from shop.order.domain import codes
from shop.order.domain.delivered import unsettle_delivered
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.payment.domain.collecting import uncollect_cash
from tests.concurrency import barrier
from tests.factories.payouts import delivered_order, seller_with_account, settled
from tests.factories.people import UserFactory
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
at_once = partial(barrier.outcomes, refusals=(Decided, NothingToPay, SeenBefore, NotNext))
DAY = datetime.timedelta(days=1)


@pytest.fixture
def seller() -> Partner:
    seller = seller_with_account()
    for _ in range(3):
        delivered_order(seller, 10_000)
    return seller


def undo(order: Order) -> None:
    """Take a hand-over for cash back, as the counter does."""
    now = timezone.now()
    with transaction.atomic():
        part = SellerOrder.objects.select_related("run_stop__point").get(order=order)
        move(seller_order=part, to=SellerOrderState.AT_POINT, actor=None, at=now, is_undo=True)
        unsettle_delivered(seller_order=part, at=now)
        uncollect_cash(order=order, at=now, holder=part.run_stop.point, parts=[part])
        codes.reopen(order=order, run_stop_id=part.run_stop_id)
        HandOver.objects.filter(order=order).update(undone_at=now, undone_by=None)


def test_a_period_settled_by_four_at_once_is_settled_once(seller: Partner) -> None:
    later = timezone.now() + 15 * DAY
    days = (timezone.localdate() - 30 * DAY, timezone.localdate(later) - DAY)
    periods = at_once(*[lambda: settle_period(days=days, at=later).pk] * 4)
    assert (len(set(periods)), PayoutPeriod.objects.count(), Payout.objects.get().amount_vnd) == (1, 1, 30_000)
    assert (Transaction.objects.filter(kind="part-settled").count(), broken()) == (3, [])


def test_what_is_given_back_while_it_is_settled_is_taken_off_the_next_payout(seller: Partner) -> None:
    later = timezone.now() + 15 * DAY
    days = (timezone.localdate() - 30 * DAY, timezone.localdate(later) - DAY)
    orders = list(Order.objects.order_by("pk")[:2])
    at_once(lambda: settle_period(days=days, at=later), *[lambda order=order: undo(order) for order in orders])
    assert owed(seller).due_vnd == 10_000
    settled(days_ahead=30)
    assert sum(Payout.objects.values_list("earned_vnd", flat=True)) == 10_000
    assert (owed(seller).payable_vnd, broken()) == (0, [])


def test_one_batch_is_made_and_decided_once(seller: Partner) -> None:
    settled()
    people, now = UserFactory.create_batch(4), timezone.now()
    made = at_once(*[lambda by=by: make_batch(by=by, at=now) for by in people])
    assert Counter(type(outcome) for outcome in made) == {PayoutBatch: 1, NothingToPay: 3}
    batch = PayoutBatch.objects.get()
    others: list[User] = [by for by in people if by != batch.created_by]
    acts = [lambda by=by: approve_batch(batch=batch, by=by, at=now) for by in others[:2]]
    decided = at_once(*acts, lambda: cancel_batch(batch=batch, by=others[2], at=now))
    assert Counter(type(outcome) for outcome in decided) == {PayoutBatch: 1, Decided: 2}
    assert broken() == []


def test_the_banks_answer_taken_by_four_at_once_pays_once(seller: Partner) -> None:
    settled()
    one, another, now = UserFactory(), UserFactory(), timezone.now()
    approve_batch(batch=make_batch(by=one, at=now), by=another, at=now)
    transfer = Transfer.objects.get()
    told = [Told(transfer.reference, int(transfer.amount_vnd), True, "FT1")]
    files = [bytes([number]) for number in range(4)]
    at_once(*[lambda data=data: take_answer(name="a", data=data, told=told, by=one, at=now) for data in files])
    assert balance(AccountKind.TREASURY, "partner") == -30_000
    assert (owed(seller).settled_vnd, broken()) == (0, [])


def test_a_posting_under_way_is_in_the_month_that_is_closed_or_in_the_next() -> None:
    at, now = datetime.datetime(2026, 10, 30, 5, tzinfo=datetime.UTC), timezone.now()
    sides = [Side(AccountKind.CASH_LOSS, "", 5), Side(AccountKind.TREASURY, "", -5)]
    post(business_key="first", kind="x", sides=sides, occurred_at=at)
    BooksCheck.objects.create(at=now, results=[], broken_count=0)
    people, october = UserFactory.create_batch(2), datetime.date(2026, 10, 1)
    acts = [lambda n=n: post(business_key=f"p{n}", kind="x", sides=sides, occurred_at=at) for n in range(6)]
    closings = [lambda by=by: close_month(month=october, open_items=[], note="", by=by, at=now) for by in people]
    at_once(*acts, *closings)
    close = MonthClose.objects.get()
    inside = Transaction.objects.filter(occurred_at__lt=datetime.datetime(2026, 10, 31, 17, tzinfo=datetime.UTC))
    assert close.transaction_count == inside.count()
    assert close.balances == {"cash_loss": 5 * inside.count(), "treasury": -5 * inside.count()}
    assert Transaction.objects.count() == 7
