"""Exact, short, over, late, wrong and doubled transfers: each has its way, and no đồng is lost on it."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from sellers.models import StockRecord
from shop.aftersales.domain.cancel import cancel_order
from shop.aftersales.domain.expiry import expire, overdue_orders
from shop.aftersales.domain.late_payment import settle_late
from shop.checkout.domain.paying import pay_otherwise
from shop.communication.models import Message
from shop.fulfilment.domain.packing import NotPaid, pack
from shop.ledger.queries import order_balances
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, PickUpCode
from shop.payment.domain.attempts import NotWaiting, choose
from shop.payment.domain.receiving import NotUnmatched, match
from shop.payment.domain.refunding import finish_refund, return_unmatched
from shop.payment.domain.sending import send
from shop.payment.enums import PaymentState, ReceiptState, RefundState
from shop.payment.models import Payment, Receipt, Refund
from shop.payment.queries import due_vnd
from shop.shipping.models import RunSlot, RunStop
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.payments import attempt, pay, transfer, waiting_order
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory
from tests.promises import broken

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(minutes=31)


def balance(order: Order, kind: str) -> int:
    found = order_balances(order.number)
    return sum(amount for code, amount in found.items() if code.partition(":")[0] == kind)


@pytest.fixture
def order() -> Order:
    return waiting_order(stocked_product(price=10_000), stocked_product(price=20_000))


def test_an_exact_transfer_pays_and_opens_the_code(order: Order) -> None:
    assert order.awaits_payment and "mã nhận hàng" not in Message.objects.get().body
    pay(order)
    order.refresh_from_db()
    assert (order.awaits_payment, attempt(order).state, due_vnd(order)) == (False, PaymentState.SUCCEEDED, 0)
    assert (balance(order, "buyer_due"), balance(order, "unapplied")) == (0, 0)
    assert order_balances(order.number)["clearing:vietqr"] == 30_000
    assert "mã nhận hàng" in Message.objects.get(template="order_paid").body
    assert broken() == []


def test_nothing_is_packed_before_it_is_paid(order: Order) -> None:
    part = order.seller_orders.first()
    with pytest.raises(NotPaid):
        pack(seller_order=part, parcels=[500], actor=UserFactory(), at=timezone.now())
    pay(order)
    assert len(pack(seller_order=part, parcels=[500], actor=UserFactory(), at=timezone.now())) == 1


def test_a_short_transfer_waits_for_the_rest(order: Order) -> None:
    reference = attempt(order).reference
    transfer(10_000, f"chuyen tien {reference.lower()} cam on")
    payment = attempt(order)
    assert (payment.state, payment.missing_vnd) == (PaymentState.PARTLY_PAID, 20_000)
    assert (balance(order, "unapplied"), due_vnd(order)) == (-10_000, 30_000)
    assert broken() == []
    transfer(20_000, reference)
    assert (attempt(order).state, balance(order, "unapplied")) == (PaymentState.SUCCEEDED, 0)


def test_too_much_goes_back_alone(order: Order) -> None:
    transfer(35_000, attempt(order).reference)
    refund = Refund.objects.get()
    assert (attempt(order).state, refund.amount_vnd, balance(order, "refund_due")) == ("succeeded", 5_000, -5_000)
    assert broken() == []


def test_the_same_transfer_told_twice_counts_once_and_a_second_one_goes_back(order: Order) -> None:
    reference = attempt(order).reference
    assert transfer(30_000, reference, reference="FT1") == "received"
    assert transfer(30_000, reference, reference="FT1") == "known"
    assert not Refund.objects.exists()
    transfer(30_000, reference, reference="FT2")
    assert Refund.objects.get().amount_vnd == 30_000
    assert order_balances(order.number)["clearing:vietqr"] == 60_000
    assert broken() == []


@pytest.mark.parametrize("content", ["mua nho", "CP26999999", "CP-26-000001 va CP-26-000002"])
def test_money_without_an_order_waits_for_a_person(order: Order, content: str) -> None:
    assert transfer(30_000, content) == "unmatched"
    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.payment, bool(receipt.remark)) == (ReceiptState.UNMATCHED, None, True)
    assert broken() == []
    actor = UserFactory()
    match(receipt=receipt, payment=attempt(order), actor=actor, at=timezone.now())
    assert attempt(order).state == PaymentState.SUCCEEDED
    with pytest.raises(NotUnmatched):
        match(receipt=receipt, payment=attempt(order), actor=actor, at=timezone.now())
    assert broken() == []


def test_money_nobody_can_place_is_sent_back(order: Order) -> None:
    transfer(7_000, "khong ro")
    actor = UserFactory()
    refund = return_unmatched(receipt=Receipt.objects.get(), actor=actor, reason="Gửi nhầm", at=timezone.now())
    assert return_unmatched(receipt=Receipt.objects.get(), actor=actor, reason="Gửi nhầm", at=timezone.now()) is None
    finish_refund(refund=refund, at=timezone.now(), external_id="FT9", actor=actor)
    assert Refund.objects.get().state == RefundState.DONE
    assert broken() == []


def test_an_unpaid_order_expires_and_gives_everything_back(order: Order) -> None:
    late = timezone.now() + LATER
    assert overdue_orders(at=timezone.now()) == []
    assert overdue_orders(at=late) == [order.pk]
    for _ in range(2):
        expire(order_id=order.pk, at=late)
    order.refresh_from_db()
    assert (order.status, attempt(order).state) == (State.CANCELLED, PaymentState.EXPIRED)
    assert set(StockRecord.objects.values_list("num_allocated", flat=True)) == {0}
    assert (
        not RunSlot.objects.filter(released_at=None).exists() and not PickUpCode.objects.filter(used_at=None).exists()
    )
    assert (balance(order, "buyer_due"), overdue_orders(at=late)) == (0, [])
    assert Message.objects.filter(template="payment_expired").count() == 1
    assert broken() == []


def test_a_part_payment_goes_back_when_time_is_over(order: Order) -> None:
    transfer(10_000, attempt(order).reference)
    expire(order_id=order.pk, at=timezone.now() + LATER)
    assert (Refund.objects.get().amount_vnd, balance(order, "refund_due")) == (10_000, -10_000)
    assert broken() == []


def test_late_money_is_taken_while_stock_and_room_are_there(order: Order) -> None:
    late = timezone.now() + LATER
    expire(order_id=order.pk, at=late)
    pay_late(order, late)
    order.refresh_from_db()
    assert (order.status, attempt(order).state, order.paid_at is not None) == (State.PLACED, "succeeded", True)
    assert PickUpCode.objects.filter(used_at=None).count() == 1
    assert broken() == []
    cancel_order(order=order, actor=None, at=late)
    assert Refund.objects.get(kind="return", amount_vnd=10_000) and Refund.objects.get(amount_vnd=20_000)
    assert broken() == []


def pay_late(order: Order, at: datetime.datetime) -> None:
    transfer(30_000, attempt(order).reference, at=at)
    settle_late(order_id=order.pk, at=at)


def sell_out(order: Order) -> None:
    StockRecord.objects.update(num_in_stock=0)
    for record in StockRecord.objects.select_related("product"):
        record.product.available = 0
        record.product.save(update_fields=["available"])


def fill_the_stop(order: Order) -> None:
    RunStop.objects.update(capacity_parcels=1)


def close_orders(order: Order) -> None:
    stop = RunStop.objects.select_related("run").get()
    stop.run.cut_off_at = timezone.now() - datetime.timedelta(hours=1)
    stop.run.save()


@pytest.mark.parametrize("gone", [sell_out, fill_the_stop, close_orders])
def test_late_money_goes_back_when_stock_or_room_is_gone(order: Order, gone: Any) -> None:
    late = timezone.now() + LATER
    expire(order_id=order.pk, at=late)
    gone(order)
    pay_late(order, late)
    order.refresh_from_db()
    assert (order.status, Refund.objects.get().amount_vnd) == (State.CANCELLED, 30_000)
    settle_late(order_id=order.pk, at=late)
    assert Refund.objects.count() == 1
    assert broken() == []


def test_money_for_an_order_its_buyer_cancelled_goes_back(order: Order) -> None:
    cancel_order(order=order, actor=None, at=timezone.now())
    assert attempt(order).state == PaymentState.CANCELLED
    transfer(30_000, attempt(order).reference)
    assert Refund.objects.get().amount_vnd == 30_000
    assert broken() == []


def test_cancelling_a_paid_order_sends_its_money_back_once(order: Order) -> None:
    pay(order)
    for _ in range(2):
        cancel_order(order=order, actor=None, at=timezone.now())
    assert sorted(Refund.objects.values_list("amount_vnd", flat=True)) == [10_000, 20_000]
    assert attempt(order).state == PaymentState.REFUNDING
    assert broken() == []
    for refund in Refund.objects.all():
        send(refund_id=refund.pk, at=timezone.now())
        refund.refresh_from_db()
        assert refund.state == RefundState.BY_HAND
        finish_refund(refund=refund, at=timezone.now(), external_id="FT7", actor=UserFactory())
    assert (attempt(order).state, order_balances(order.number)["clearing:vietqr"]) == ("refunded", 0)
    assert broken() == []


def test_switching_to_cash_ends_the_waiting_and_tells_the_code(order: Order) -> None:
    old = attempt(order)
    pay_otherwise(order=order, code="cash", at=timezone.now())
    order.refresh_from_db()
    assert (order.awaits_payment, order.payment_method, attempt(order).provider) == (False, "cash", "cash")
    assert "mã nhận hàng" in Message.objects.get(template="order_placed").body
    with pytest.raises(NotWaiting):
        choose(order=order, code="vietqr", at=timezone.now())
    assert broken() == []
    transfer(30_000, old.reference)  # the old code was paid after all: taken, and no cash is asked for any more
    order.refresh_from_db()
    assert (order.payment_method, due_vnd(order), not Refund.objects.exists()) == ("vietqr", 0, True)
    assert broken() == []


def test_where_sellers_collect_each_gets_the_own_code(settings: Any) -> None:
    settings.COLLECTS_MONEY = "seller"
    sellers = [SellerFactory(bank_bin="970415", bank_account=f"00{n}", bank_holder="HTX") for n in (1, 2)]
    order = waiting_order(*[stocked_product(seller=seller, price=10_000) for seller in sellers])
    first, second = Payment.objects.order_by("pk")
    assert [first.reference[-2:], second.reference[-2:]] == ["N1", "N2"]
    transfer(10_000, first.reference, account="001")
    order.refresh_from_db()
    assert (order.awaits_payment, order_balances(order.number)[f"seller_cash:{sellers[0].pk}"]) == (True, 10_000)
    expire(order_id=order.pk, at=timezone.now() + LATER)
    order.refresh_from_db()
    states = list(order.seller_orders.order_by("number").values_list("state", flat=True))
    assert (states, order.paid_at is not None) == (["placed", "cancelled"], True)
    assert transfer(5_000, "tien nha", account="001") == "ignored"
    assert broken() == []


def test_a_stop_that_fills_up_meanwhile_stays_within_its_room() -> None:
    stop = RunStopFactory(capacity_parcels=1)
    order = waiting_order(stocked_product(price=30_000), stop=stop)
    late = timezone.now() + LATER
    expire(order_id=order.pk, at=late)
    waiting_order(stocked_product(price=5_000), stop=stop, now=late)
    pay_late(order, late)
    assert Refund.objects.get().amount_vnd == 30_000
    assert broken() == []
