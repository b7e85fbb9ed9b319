"""Random lives of prepaid orders: transfers short, exact, over and doubled, in any order with switching, cancelling,
expiry, late decisions and refunds. After every step every invariant holds."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from shop.aftersales.domain.cancel import CancelTooLate, cancel_order
from shop.aftersales.domain.expiry import expire, overdue_orders
from shop.aftersales.domain.late_payment import orders_with_late_money, settle_late
from shop.checkout.domain.paying import pay_otherwise
from shop.ledger.models import Entry
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.payment.domain.attempts import NotWaiting
from shop.payment.domain.giving_back import end_part
from shop.payment.domain.refunding import finish_refund
from shop.payment.models import Refund
from tests.factories.goods import stocked_product
from tests.factories.payments import ACCOUNT, SECRET, attempt, transfer, waiting_order
from tests.factories.places import RunStopFactory
from tests.factories.vouchers import a_voucher
from tests.promises import broken

SET_UP = {
    "VIETQR_BIN": "970405",
    "VIETQR_ACCOUNT": ACCOUNT,
    "VIETQR_HOLDER": "CHO PHIEN",
    "BANK_NOTICE_SECRET": SECRET,
}
picks = st.integers(min_value=0, max_value=7)


class Payments(RuleBasedStateMachine):
    """Two orders of two parts on a stop with room for three parts."""

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.now = timezone.now()
        self.count = 0
        self.told: list[tuple[int, str, str]] = []
        self.stop = RunStopFactory(capacity_parcels=4)
        goods = [stocked_product(price=10_000, stock=3), stocked_product(price=20_000, stock=3)]
        voucher = a_voucher(amount_vnd=3_001, most_uses=1, uses_per_buyer=2, seller_per_cent=0)
        self.orders = [waiting_order(*goods, stop=self.stop, now=self.now, voucher=given) for given in (voucher, None)]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def order(self, pick: int) -> Order:
        return Order.objects.get(pk=self.orders[pick % len(self.orders)].pk)

    @rule(pick=picks, amount=st.sampled_from([5_000, 10_000, 20_000, 30_000, 45_000]))
    def money_comes(self, pick: int, amount: int) -> None:
        self.count += 1
        one = (amount, attempt(self.order(pick)).reference, f"FT{self.count}")
        self.told.append(one)
        transfer(one[0], one[1], reference=one[2], at=self.now)

    @precondition(lambda self: self.told)
    @rule(pick=picks)
    def the_same_money_is_told_again(self, pick: int) -> None:
        amount, content, reference = self.told[pick % len(self.told)]
        assert transfer(amount, content, reference=reference, at=self.now) == "known"

    @rule(pick=picks, code=st.sampled_from(["cash", "vietqr"]))
    def the_buyer_switches(self, pick: int, code: str) -> None:
        try:
            pay_otherwise(order=self.order(pick), code=code, at=self.now)
        except NotWaiting:
            return

    @rule(pick=picks)
    def the_buyer_cancels(self, pick: int) -> None:
        try:
            cancel_order(order=self.order(pick), actor=None, at=self.now)
        except CancelTooLate:
            return

    @rule(pick=picks)
    def a_seller_cannot_deliver(self, pick: int) -> None:
        standing = SellerOrder.objects.filter(order__in=self.orders, state=SellerOrderState.PLACED).order_by("pk")
        if standing:
            part = list(standing)[pick % len(standing)]
            end_part(seller_order=part, to=SellerOrderState.CANCELLED, actor=None, at=self.now, reason="Hết hàng")

    @rule()
    def time_passes(self) -> None:
        self.now += datetime.timedelta(minutes=20)
        for order_id in overdue_orders(at=self.now):
            expire(order_id=order_id, at=self.now)

    @rule()
    def late_money_is_decided(self) -> None:
        for order_id in orders_with_late_money():
            settle_late(order_id=order_id, at=self.now)

    @rule(pick=picks)
    def a_refund_leaves(self, pick: int) -> None:
        waiting = list(Refund.objects.exclude(state="done").order_by("pk"))
        if waiting:
            finish_refund(refund=waiting[pick % len(waiting)], at=self.now, external_id="FT")

    @invariant()
    def everything_adds_up(self) -> None:
        assert broken() == []

    @invariant()
    def every_transfer_is_booked_once(self) -> None:
        came = Entry.objects.filter(account__code="clearing:vietqr", amount_vnd__gt=0)
        assert sum(came.values_list("amount_vnd", flat=True)) == sum(amount for amount, _text, _number in self.told)


@pytest.mark.django_db
def test_money_keeps_every_promise_through_any_life() -> None:
    with override_settings(**SET_UP):
        run_state_machine_as_test(
            Payments,
            settings=settings(
                max_examples=6,
                stateful_step_count=12,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            ),
        )
