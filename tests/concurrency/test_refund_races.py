"""Money goes back at the moment it is settled, paid out, given back by somebody else, or comes in after all.

Real connections; whoever is first, every promise holds and nothing is given or taken twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone

from sellers.models import Partner
from sellers.payouts.domain.batches import NothingToPay, approve_batch, make_batch
from sellers.payouts.domain.settling import settle_period
from sellers.payouts.models import Payout, PayoutHold, Transfer
from sellers.payouts.queries import owed
from shop.aftersales.domain.cancel import cancel_order
from shop.aftersales.domain.expiry import expire
from shop.aftersales.domain.late_payment import settle_late
from shop.aftersales.returns.domain.answering import accept
from shop.aftersales.returns.domain.asking import withdraw
from shop.aftersales.returns.domain.refusals import NotReturnable, NotYourTurn
from shop.aftersales.returns.enums import ReturnWay
from shop.aftersales.returns.models import ReturnReason, ReturnRequest, ReturnSettlement
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.models import Order, SellerOrder
from shop.payment.domain.sending import send
from shop.payment.models import Payment, Receipt, Refund
from shop.payment.providers.base import RefundAnswer
from shop.payment.providers.vietqr.provider import VietQRProvider
from tests.concurrency.barrier import outcomes, verdicts
from tests.factories.goods import stocked_product
from tests.factories.payments import attempt, set_up_transfers, transfer, waiting_order
from tests.factories.payouts import payout_of, seller_with_account, settled
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory
from tests.factories.returns import a_reason, asked, delivered_part
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
DAY = datetime.timedelta(days=1)
PRICE = 10_000
PARTS = 3


@pytest.fixture(autouse=True)
def transfers(settings: Any) -> None:
    set_up_transfers(settings)


@pytest.fixture
def reason() -> ReturnReason:
    return a_reason(ask_days=90)


@pytest.fixture
def seller() -> Partner:
    return seller_with_account()


def sold(seller: Partner, *, method: str = "vietqr") -> list[SellerOrder]:
    """Return delivered parts of a seller, paid in advance, at a point without a fee."""
    stop = RunStopFactory(point__fee_vnd=0)
    goods = stocked_product(seller=seller, price=PRICE)
    return [delivered_part(goods=goods, quantity=1, stop=stop, method=method) for _ in range(PARTS)]


def settling() -> Callable[[], object]:
    """Return an act that settles a period in which everything delivered until now is ripe."""
    later = timezone.now() + 15 * DAY
    days = (timezone.localdate() - 30 * DAY, timezone.localdate(later) - DAY)
    return lambda: settle_period(days=days, at=later).pk


def test_what_is_given_back_while_it_is_settled_leaves_the_seller_what_stands(
    seller: Partner, reason: ReturnReason
) -> None:
    parts, by = sold(seller), UserFactory()
    requests = [asked(part, reason=reason) for part in parts[:2]]
    acts = [
        lambda request=request: accept(request=request, way=ReturnWay.KEEP, words="", actor=by, at=timezone.now())
        for request in requests
    ]
    outcomes(settling(), *acts)
    assert (owed(seller).due_vnd, Refund.objects.aggregate(Sum("amount_vnd"))["amount_vnd__sum"]) == (PRICE, 2 * PRICE)
    settled(days_ahead=30)
    assert Payout.objects.filter(seller=seller).aggregate(total=Sum("earned_vnd"))["total"] == PRICE
    assert (owed(seller).payable_vnd, broken()) == (0, [])


def test_what_is_asked_back_while_it_is_settled_is_in_no_batch_until_it_is_decided(
    seller: Partner, reason: ReturnReason
) -> None:
    parts = sold(seller)
    outcomes(settling(), *[lambda part=part: asked(part, reason=reason) for part in parts])
    assert PayoutHold.objects.filter(released_at=None).count() == PARTS
    with pytest.raises(NothingToPay):
        make_batch(by=UserFactory(), at=timezone.now())
    for request in ReturnRequest.objects.all():
        accept(request=request, way=ReturnWay.KEEP, words="", actor=UserFactory(), at=timezone.now())
    settled(days_ahead=30)
    latest = payout_of(seller) if Payout.objects.filter(seller=seller).exists() else None
    assert (owed(seller).due_vnd, latest.amount_vnd if latest else 0, broken()) == (0, 0, [])


def test_what_is_asked_back_while_its_batch_is_approved_is_paid_or_waits_never_both(
    seller: Partner, reason: ReturnReason
) -> None:
    part = sold(seller)[0]
    settling()()
    batch = make_batch(by=UserFactory(), at=timezone.now())
    another = UserFactory()
    approved, request = outcomes(
        lambda: approve_batch(batch=batch, by=another, at=timezone.now()),
        lambda: asked(part, reason=reason),
        refusals=(NothingToPay,),
    )
    went = Transfer.objects.get().state == "sent"
    assert went == (not isinstance(approved, NothingToPay))
    assert isinstance(request, ReturnRequest) and PayoutHold.objects.filter(released_at=None).exists()
    assert payout_of(seller).state == "in_batch"  # a batch that was refused whole is still to be cancelled
    assert broken() == []


def test_a_return_that_is_granted_by_three_and_taken_back_at_once_ends_once(
    seller: Partner, reason: ReturnReason
) -> None:
    part, people = sold(seller)[0], UserFactory.create_batch(3)
    request, now = asked(part, reason=reason), timezone.now()
    came = verdicts(
        *[lambda by=by: accept(request=request, way=ReturnWay.KEEP, words="", actor=by, at=now) for by in people],
        lambda: withdraw(request=request, actor=None, at=now),
        refusals=(NotYourTurn,),
    )
    assert came == ["NotYourTurn"] * 3 + ["done"]
    request.refresh_from_db()
    given = [] if request.state == "withdrawn" else [PRICE]
    assert list(Refund.objects.values_list("amount_vnd", flat=True)) == given
    assert (ReturnSettlement.objects.count(), broken()) == (len(given), [])


def test_two_requests_for_the_same_goods_at_once_are_one(seller: Partner, reason: ReturnReason) -> None:
    part = sold(seller)[0]
    came = verdicts(*[lambda: asked(part, reason=reason)] * 4, refusals=(NotReturnable,))
    assert (came, ReturnRequest.objects.count(), broken()) == (["NotReturnable"] * 3 + ["done"], 1, [])


def test_a_refund_sent_by_four_workers_at_once_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    order, sent = waiting_order(stocked_product(price=30_000)), []

    def give(self: VietQRProvider, *, refund: Refund, at: datetime.datetime) -> RefundAnswer:
        sent.append(refund.pk)
        return RefundAnswer(external_id=f"R{refund.pk}", is_done=True)

    monkeypatch.setattr(VietQRProvider, "send_refund", give)
    transfer(35_000, attempt(order).reference)
    refund, now = Refund.objects.get(), timezone.now()
    outcomes(*[lambda: send(refund_id=refund.pk, at=now)] * 4)
    refund.refresh_from_db()
    assert (sent, refund.state, broken()) == ([refund.pk], "done", [])
    assert balance(AccountKind.CLEARING, "vietqr") == 30_000


def test_late_money_at_the_moment_the_buyer_gives_the_order_up_pays_it_or_goes_back_whole() -> None:
    stop = RunStopFactory()
    orders = [waiting_order(stocked_product(price=30_000), stop=stop) for _ in range(4)]
    late = timezone.now() + datetime.timedelta(minutes=31)
    references = {order.pk: attempt(order).reference for order in orders}
    for order in orders:
        expire(order_id=order.pk, at=late)
    acts: list[Callable[[], object]] = []
    for order in orders:
        acts.append(lambda pk=order.pk: transfer(30_000, references[pk], reference=f"FT{pk}", at=late))
        acts.append(lambda pk=order.pk: settle_late(order_id=pk, at=late))
        acts.append(lambda order=order: cancel_order(order=order, actor=None, at=late))
    outcomes(*acts)
    for order in orders:
        settle_late(order_id=order.pk, at=late)
    outcomes(*[lambda order=order: cancel_order(order=order, actor=None, at=late) for order in orders])
    assert Receipt.objects.count() == len(orders)
    for order in Order.objects.all():
        kept = Payment.objects.filter(order=order).aggregate(total=Sum("collected_vnd"))["total"]
        back = Refund.objects.filter(receipt__payment__order=order).aggregate(total=Sum("amount_vnd"))["total"]
        assert (kept, back, order.status) == (0, 30_000, "cancelled")
    assert broken() == []
