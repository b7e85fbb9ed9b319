"""What has not come waits for another visit under the same code; what is broken or not taken is settled at once."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sellers.models import StockRecord
from shop.communication.models import Message
from shop.fulfilment.amendments.domain.at_the_counter import take_less
from shop.fulfilment.amendments.domain.refusals import NotAmendable, WrongProposal
from shop.fulfilment.amendments.models import AmendmentKind, Answer, LeftGoods
from shop.fulfilment.domain.custody import WrongPerson, bring_back, load, receive, take_back
from shop.fulfilment.domain.handover import AlreadyHandedOver, NotReady, WrongCash, hand_over
from shop.fulfilment.domain.undoing import TooLateToUndo, undo
from shop.fulfilment.models import HandOver, Parcel, ParcelState
from shop.fulfilment.queries.counter import order_at as waiting_at
from shop.fulfilment.queries.manifest import changes_since
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.domain.codes import reveal
from shop.order.enums import SellerOrderState as State
from shop.order.models import PickUpCode
from shop.payment.models import Refund
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payments import pay, set_up_transfers, waiting_order
from tests.factories.road import a_stop, an_operator, carry, frozen, nonce, order_at, pack_up
from tests.promises import broken
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop():
    return a_stop()


@pytest.fixture
def operator(stop):
    return an_operator(stop.point)


def half_there(stop, operator):
    """Return an order of two sellers: the first one's parcel is at the point, the second's on the truck."""
    order = order_at(stop, sellers=2)
    first, second = pack_up(order)
    run = frozen(stop.run)
    for box in (first, second):
        load(code=box.code, run=run, driver=run.driver, nonce=nonce(), at=run.departs_at)
    receive(code=first.code, point=stop.point, operator=operator, nonce=nonce(), at=stop.arrives_at)
    return order, second


def give(order, stop, operator, cash_vnd, **more) -> HandOver:
    details = {"nonce": nonce(), "found_by": "code", "at": timezone.now(), **more}
    return hand_over(order=order, run_stop=stop, operator=operator, cash_vnd=cash_vnd, **details)


def test_the_rest_waits_for_a_second_visit_under_the_same_code(stop, operator) -> None:
    order, late = half_there(stop, operator)
    with pytest.raises(NotReady), transaction.atomic():
        give(order, stop, operator, order.total_vnd)
    with pytest.raises(WrongCash), transaction.atomic():
        give(order, stop, operator, order.total_vnd, rest_waits=True)
    first = give(order, stop, operator, 98_000, rest_waits=True)
    assert (first.outcome, first.rest_waits, PickUpCode.objects.get().used_at) == ("partial", True, None)
    assert broken() == []
    with pytest.raises(NotReady), transaction.atomic():
        give(order, stop, operator, 98_000, rest_waits=True)
    receive(code=late.code, point=stop.point, operator=operator, nonce=nonce(), at=timezone.now())
    waiting = waiting_at(stop, order)
    assert ([part.pk for part in waiting.parts], waiting.cash_vnd) == ([late.seller_order_id], 98_000)
    second = give(order, stop, operator, 98_000)
    assert (second.outcome, second.rest_waits) == ("full", False)
    assert set(order.seller_orders.values_list("state", flat=True)) == {State.DELIVERED}
    assert PickUpCode.objects.get().used_at is not None
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == order.total_vnd
    with pytest.raises(AlreadyHandedOver), transaction.atomic():
        give(order, stop, operator, 0)
    with pytest.raises(TooLateToUndo):
        undo(hand_over=first, operator=operator, at=first.at)
    assert broken() == []


def test_a_first_visit_is_undone_like_any_other(stop, operator) -> None:
    order, _late = half_there(stop, operator)
    done = give(order, stop, operator, 98_000, rest_waits=True)
    undo(hand_over=done, operator=operator, at=done.at + datetime.timedelta(seconds=30))
    assert sorted(order.seller_orders.values_list("state", flat=True)) == [State.AT_POINT, State.ON_THE_WAY]
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 0
    assert broken() == []


def test_the_counter_offers_what_is_here_and_takes_its_cash(stop, operator) -> None:
    order, _late = half_there(stop, operator)
    client = sign_in(operator)
    page = reverse("counter:order", args=[stop.pk, order.number])
    digits = reveal(PickUpCode.objects.get())
    client.post(reverse("counter:prove", args=[stop.pk, order.number]), {"typed": digits})
    assert "Giao trước phần đã tới" in client.get(page).content.decode()
    shown = client.get(page + "?truoc=1").content.decode()
    assert "Chỉ giao phần đã tới" in shown and "98.000" in shown
    box = Parcel.objects.get(state=ParcelState.AT_POINT)
    sent = {"truoc": "1", "nonce": nonce(), "cash_vnd": "98000", "parcels": [box.pk], "is_paid": "on"}
    told = client.post(page, sent, follow=True).content.decode()
    assert "Phần còn lại khách nhận sau bằng mã này" in told
    assert HandOver.objects.get().cash_vnd == 98_000


def test_broken_goods_are_not_paid_and_leave_the_stock(stop, operator) -> None:
    order = placed_order((stocked_product(price=50_000), 4), stop=stop)
    carry(order)
    part, line = order.seller_orders.get(), order.lines.get()
    before = StockRecord.objects.get().num_in_stock
    done = take_less(
        seller_order=part,
        kind=AmendmentKind.DAMAGE,
        left={line.pk: 3},
        reason="Một hũ vỡ khi mở xem",
        operator=operator,
        at=stop.arrives_at,
    )
    record = StockRecord.objects.get()
    assert (done.answer, done.less_vnd, record.num_in_stock, record.num_allocated) == (
        Answer.RECORDED,
        50_000,
        before - 1,
        3,
    )
    assert list(changes_since(stop.run.manifest)) == [done]
    assert Message.objects.filter(key__startswith="amendment-recorded:").count() >= 1
    order.refresh_from_db()
    give(order, stop, operator, 150_000)
    assert balance(AccountKind.BUYER_DUE, order.number) == 0
    assert broken() == []


def test_paid_in_advance_what_is_broken_is_given_back(stop, operator, settings) -> None:
    set_up_transfers(settings)
    order = waiting_order((stocked_product(price=50_000), 2), stop=stop)
    pay(order)
    order.refresh_from_db()
    carry(order)
    part, line = order.seller_orders.get(), order.lines.get()
    take_less(
        seller_order=part,
        kind=AmendmentKind.DAMAGE,
        left={line.pk: 0},
        reason="Vỡ hết cả hai hũ",
        operator=operator,
        at=timezone.now(),
    )
    part.refresh_from_db()
    assert (part.state, Refund.objects.get().amount_vnd) == (State.CANCELLED, 100_000)
    assert Parcel.objects.get().state == ParcelState.RETURNING
    assert broken() == []


def test_what_a_buyer_does_not_take_goes_back_by_itself_and_is_in_stock_again(stop, operator) -> None:
    order = placed_order((stocked_product(price=50_000), 4), stop=stop)
    carry(order)
    part, line = order.seller_orders.get(), order.lines.get()
    before = StockRecord.objects.get().num_in_stock
    details = {"seller_order": part, "reason": "Khách chỉ lấy ba", "at": timezone.now()}
    with pytest.raises(WrongProposal), transaction.atomic():
        take_less(kind=AmendmentKind.LEFT, left={line.pk: 0}, operator=operator, **details)
    with pytest.raises(WrongPerson), transaction.atomic():
        take_less(kind=AmendmentKind.LEFT, left={line.pk: 3}, operator=an_operator(a_stop().point), **details)
    take_less(kind=AmendmentKind.LEFT, left={line.pk: 3}, operator=operator, **details)
    order.refresh_from_db()
    give(order, stop, operator, 150_000)
    with pytest.raises(NotAmendable), transaction.atomic():
        take_less(kind=AmendmentKind.LEFT, left={line.pk: 2}, operator=operator, **details)
    box = LeftGoods.objects.get().parcel
    assert (box.state, box.is_left, StockRecord.objects.get().num_in_stock) == (ParcelState.RETURNING, True, before - 4)
    take_back(code=box.code, run=stop.run, driver=stop.run.driver, nonce=nonce(), at=timezone.now())
    bring_back(code=box.code, actor=stop.run.driver, nonce=nonce(), at=timezone.now())
    assert (StockRecord.objects.get().num_in_stock, LeftGoods.objects.get().restocked_at is not None) == (
        before - 3,
        True,
    )
    assert broken() == []


def test_the_counter_writes_broken_goods_down(stop, operator) -> None:
    order = placed_order((stocked_product(price=50_000), 4), stop=stop)
    carry(order)
    part, line = order.seller_orders.get(), order.lines.get()
    client, page = sign_in(operator), reverse("counter:less", args=[stop.pk, order.number])
    prefix = f"p{part.pk}-"
    sent = {"part": part.pk, f"{prefix}kind": "damage", f"{prefix}units_{line.pk}": "3", f"{prefix}reason": ""}
    assert client.post(page, sent).status_code == 422
    told = client.post(page, {**sent, f"{prefix}reason": "Vỡ một hũ"}, follow=True).content.decode()
    assert "Đơn bớt 50.000" in told
    part.refresh_from_db()
    assert part.total_vnd == 150_000
