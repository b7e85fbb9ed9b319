"""A buyer takes a part of an order, nothing of it, or the operator slipped: goods and money net out."""

from __future__ import annotations

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from sellers.models import StockRecord
from shop.fulfilment.domain.custody import WrongTime, bring_back, receive, take_back
from shop.fulfilment.domain.handover import AlreadyHandedOver, ReasonMissing, WrongCash, WrongParts, hand_over
from shop.fulfilment.domain.undoing import TooLateToUndo, undo
from shop.fulfilment.models import HandOver, Parcel, ParcelState
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance, order_balances
from shop.order.enums import SellerOrderState as State
from shop.order.models import PickUpCode
from tests.factories.road import a_stop, an_operator, carry, nonce, order_at
from tests.promises import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop():
    return a_stop()


@pytest.fixture
def order(stop):
    order = order_at(stop, sellers=2)
    carry(order)
    return order


@pytest.fixture
def operator(stop):
    return an_operator(stop.point)


def give(order, stop, operator, **changes) -> HandOver:
    defaults = {"cash_vnd": order.total_vnd, "nonce": nonce(), "found_by": "code", "at": timezone.now()}
    return hand_over(order=order, run_stop=stop, operator=operator, **{**defaults, **changes})


def states(order) -> list[str]:
    return list(order.seller_orders.order_by("pk").values_list("state", flat=True))


def test_what_is_not_taken_stays_and_is_not_paid(order, stop, operator) -> None:
    first, second = order.seller_orders.order_by("pk")
    done = give(order, stop, operator, cash_vnd=first.total_vnd, refused=[second.pk], reason="Hàng hỏng, dập vỡ")
    assert (done.outcome, done.reason, done.cash_vnd) == ("partial", "Hàng hỏng, dập vỡ", 98_000)
    assert states(order) == [State.DELIVERED, State.RETURNING]
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 98_000
    assert balance(AccountKind.BUYER_DUE, order.number) == 98_000
    assert broken() == []
    box = Parcel.objects.get(seller_order=second)
    take_back(code=box.code, run=stop.run, driver=stop.run.driver, nonce=nonce(), at=timezone.now())
    bring_back(code=box.code, actor=stop.run.driver, nonce=nonce(), at=timezone.now())
    assert states(order) == [State.DELIVERED, State.RETURNED]
    assert balance(AccountKind.BUYER_DUE, order.number) == 0
    assert PickUpCode.objects.get().used_at is not None
    assert broken() == []


def test_an_order_refused_whole_takes_no_cash(order, stop, operator) -> None:
    everything = [part.pk for part in order.seller_orders.all()]
    done = give(order, stop, operator, cash_vnd=0, refused=everything, reason="Khách đổi ý")
    assert (done.outcome, states(order)) == ("refused", [State.RETURNING, State.RETURNING])
    assert set(Parcel.objects.values_list("state", flat=True)) == {ParcelState.RETURNING}
    assert sum(order_balances(order.number).values()) == 0
    assert broken() == []
    with pytest.raises(AlreadyHandedOver, match="không nhận"):
        give(order, stop, operator)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": " "}, ReasonMissing),
        ({"cash_vnd": 196_000}, WrongCash),
        ({"refused": [0]}, WrongParts),
    ],
)
def test_a_part_is_refused_only_with_reason_right_cash_and_right_part(order, stop, operator, changes, error) -> None:
    second = order.seller_orders.order_by("pk")[1]
    right = {"cash_vnd": 98_000, "refused": [second.pk], "reason": "Khách đổi ý"}
    with pytest.raises(error), transaction.atomic():
        give(order, stop, operator, **{**right, **changes})
    assert (states(order), HandOver.objects.count()) == ([State.AT_POINT, State.AT_POINT], 0)


@pytest.mark.parametrize("refused", [0, 1, 2])
def test_undo_puts_goods_money_code_and_stock_back(order, stop, operator, refused: int) -> None:
    before = (order_balances(order.number), list(StockRecord.objects.order_by("pk").values()))
    parts = list(order.seller_orders.order_by("pk"))
    left = [part.pk for part in parts[:refused]]
    cash = sum(part.total_vnd for part in parts[refused:])
    done = give(order, stop, operator, cash_vnd=cash, refused=left, reason="Khách đổi ý" if left else "")
    undone = undo(hand_over=done, operator=operator, at=done.at + datetime.timedelta(seconds=59))
    assert (undone.undone_by, states(order)) == (operator, [State.AT_POINT, State.AT_POINT])
    assert set(Parcel.objects.values_list("state", flat=True)) == {ParcelState.AT_POINT}
    after = {account: amount for account, amount in order_balances(order.number).items() if amount}
    assert after == {account: amount for account, amount in before[0].items() if amount}
    for row, was in zip(StockRecord.objects.order_by("pk").values(), before[1], strict=True):
        assert (row["num_in_stock"], row["num_allocated"]) == (was["num_in_stock"], was["num_allocated"])
    assert PickUpCode.objects.get().used_at is None
    assert order.payments.get().state == "pending"
    assert broken() == []


def test_after_an_undo_the_order_is_handed_over_again_and_again(order, stop, operator) -> None:
    for _ in range(2):
        done = give(order, stop, operator)
        undo(hand_over=done, operator=operator, at=done.at)
        undo(hand_over=done, operator=operator, at=done.at)
    second = order.seller_orders.order_by("pk")[1]
    give(order, stop, operator, cash_vnd=98_000, refused=[second.pk], reason="Khách đổi ý")
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 98_000
    assert (HandOver.objects.count(), HandOver.objects.filter(undone_at=None).count()) == (3, 1)
    assert broken() == []


def test_undo_has_a_minute_and_ends_when_the_goods_went_on(order, stop, operator) -> None:
    done = give(order, stop, operator)
    with pytest.raises(TooLateToUndo), transaction.atomic():
        undo(hand_over=done, operator=operator, at=done.at + datetime.timedelta(seconds=61))
    undo(hand_over=done, operator=operator, at=done.at)
    everything = [part.pk for part in order.seller_orders.all()]
    again = give(order, stop, operator, cash_vnd=0, refused=everything, reason="Khách đổi ý")
    box = Parcel.objects.first()
    take_back(code=box.code, run=stop.run, driver=stop.run.driver, nonce=nonce(), at=timezone.now())
    with pytest.raises(TooLateToUndo):
        undo(hand_over=again, operator=operator, at=again.at)


def test_no_scan_brings_a_handed_over_parcel_back(order, stop, operator) -> None:
    give(order, stop, operator)
    box = Parcel.objects.first()
    with pytest.raises(WrongTime):
        receive(code=box.code, point=stop.point, operator=operator, nonce=nonce(), at=timezone.now())


def test_the_database_keeps_one_standing_hand_over_that_only_an_undo_changes(order, stop, operator) -> None:
    done = give(order, stop, operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(
            order=order, run_stop=stop, operator=operator, cash_vnd=0, found_by="code", nonce="x", at=timezone.now()
        )
    for change in ({"cash_vnd": 1}, {"order_id": order.pk + 1}):
        with pytest.raises(DatabaseError), transaction.atomic():
            HandOver.objects.filter(pk=done.pk).update(**change)
    undo(hand_over=done, operator=operator, at=done.at)
    with pytest.raises(DatabaseError), transaction.atomic():
        HandOver.objects.filter(pk=done.pk).update(undone_at=None)
