"""Random lives of requests to return goods: bought in cash and in advance, answered or not, brought or not, decided,
paid back, with settlements in between. After every step every invariant holds, and nobody gets more than was paid."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from shop.aftersales.returns.domain.answering import accept, escalate, offer, refuse, take_offer
from shop.aftersales.returns.domain.asking import withdraw
from shop.aftersales.returns.domain.coming_back import confirm_goods, contest_goods, drop_at_point
from shop.aftersales.returns.domain.deciding import decide_for_buyer, decide_for_seller
from shop.aftersales.returns.domain.overdue import act_on_overdue
from shop.aftersales.returns.domain.paying_back import follow_refunds, pay_by_transfer, pay_from_drawer
from shop.aftersales.returns.enums import GoodsState, ReturnWay
from shop.aftersales.returns.models import ReturnRequest, ReturnSettlement
from shop.fulfilment.domain.refusal import Refused
from shop.order.models import SellerOrder
from shop.payment.domain.refunding import finish_refund
from shop.payment.models import Refund
from tests.factories.goods import stocked_product
from tests.factories.payments import ACCOUNT, SECRET
from tests.factories.payouts import seller_with_account, settled
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory
from tests.factories.returns import a_reason, asked, delivered_part
from tests.factories.road import an_operator
from tests.promises import broken

SET_UP = {
    "VIETQR_BIN": "970405",
    "VIETQR_ACCOUNT": ACCOUNT,
    "VIETQR_HOLDER": "CHO PHIEN",
    "BANK_NOTICE_SECRET": SECRET,
}
picks = st.integers(min_value=0, max_value=1)
ways = st.sampled_from(list(ReturnWay))
amounts = st.sampled_from([1, 3_333, 10_001, 25_000])


class Returns(RuleBasedStateMachine):
    """Two parts of one seller, three units each at an odd price: one paid in cash, one in advance."""

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.now = timezone.now()
        self.seller, self.judge = UserFactory(), UserFactory()
        goods = stocked_product(seller=seller_with_account(), price=9_999)
        self.stop = RunStopFactory(point__fee_vnd=3_000)
        self.operator = an_operator(self.stop.point)
        self.reason = a_reason(ask_days=300)
        self.parts = [
            delivered_part(goods=goods, quantity=3, stop=self.stop, method=method) for method in ("cash", "vietqr")
        ]
        self.periods = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    def latest(self, pick: int) -> ReturnRequest | None:
        return ReturnRequest.objects.filter(seller_order=self.parts[pick]).order_by("pk").last()

    def do(self, act: object, pick: int, **more: object) -> None:
        """Act on the newest request of a part; what its state does not allow is refused and writes nothing."""
        request = self.latest(pick)
        if request is None:
            return
        try:
            with transaction.atomic():
                act(request=request, at=self.now, **more)  # type: ignore[operator]
        except Refused:
            return

    @rule(pick=picks, quantity=st.integers(min_value=1, max_value=3))
    def the_buyer_asks(self, pick: int, quantity: int) -> None:
        try:
            asked(self.parts[pick], quantity=quantity, reason=self.reason, at=self.now, pictures=())
        except Refused:
            return

    @rule(pick=picks, way=ways)
    def the_seller_accepts(self, pick: int, way: ReturnWay) -> None:
        self.do(accept, pick, way=way, words="", actor=self.seller)

    @rule(pick=picks, amount=amounts)
    def the_seller_offers(self, pick: int, amount: int) -> None:
        self.do(offer, pick, amount_vnd=amount, words="Bớt", actor=self.seller)

    @rule(pick=picks)
    def the_seller_refuses(self, pick: int) -> None:
        self.do(refuse, pick, words="Không", actor=self.seller)

    @rule(pick=picks)
    def the_buyer_takes_the_offer(self, pick: int) -> None:
        self.do(take_offer, pick, actor=None)

    @rule(pick=picks)
    def the_buyer_turns_to_the_market(self, pick: int) -> None:
        self.do(escalate, pick, actor=None)

    @rule(pick=picks)
    def the_buyer_withdraws(self, pick: int) -> None:
        self.do(withdraw, pick, actor=None)

    @rule(pick=picks)
    def the_goods_reach_the_point(self, pick: int) -> None:
        request = self.latest(pick)
        nonce = f"drop-{request.pk if request else 0}"
        self.do(drop_at_point, pick, operator=self.operator, weight_g=500, nonce=nonce)

    @rule(pick=picks, goods=st.sampled_from(list(GoodsState)))
    def the_seller_has_the_goods(self, pick: int, goods: GoodsState) -> None:
        self.do(confirm_goods, pick, goods_state=goods, actor=self.seller)

    @rule(pick=picks)
    def the_seller_contests(self, pick: int) -> None:
        self.do(contest_goods, pick, words="Khác", actor=self.seller)

    @rule(pick=picks, amount=amounts, way=ways)
    def the_market_decides_for_the_buyer(self, pick: int, amount: int, way: ReturnWay) -> None:
        self.do(decide_for_buyer, pick, amount_vnd=amount, way=way, words="Đúng", actor=self.judge)

    @rule(pick=picks)
    def the_market_decides_for_the_seller(self, pick: int) -> None:
        self.do(decide_for_seller, pick, words="Không đủ căn cứ", actor=self.judge)

    @rule(pick=picks)
    def the_point_pays_cash(self, pick: int) -> None:
        self.do(pay_from_drawer, pick, operator=self.operator)

    @rule(pick=picks)
    def finance_transfers(self, pick: int) -> None:
        self.do(pay_by_transfer, pick, bank_number="FT", actor=self.judge)

    @rule()
    def refunds_leave(self) -> None:
        for refund in Refund.objects.exclude(state="done"):
            finish_refund(refund=refund, at=self.now, external_id="FT")
        follow_refunds(at=self.now)

    @rule(days=st.sampled_from([1, 4, 9]))
    def time_passes(self, days: int) -> None:
        self.now += datetime.timedelta(days=days)
        act_on_overdue(at=self.now)

    @rule()
    def a_period_is_settled(self) -> None:
        if self.periods < 3:
            self.periods += 1
            settled(days_ahead=20 * self.periods)

    @invariant()
    def everything_adds_up(self) -> None:
        assert broken() == []

    @invariant()
    def nobody_gets_more_than_was_paid(self) -> None:
        for part in self.parts:
            rows = ReturnSettlement.objects.filter(request__seller_order=part)
            back = rows.aggregate(refund=Sum("refund_vnd", default=0), fee=Sum("commission_vnd", default=0))
            paid = SellerOrder.objects.get(pk=part.pk)
            assert back["refund"] <= paid.total_vnd and back["fee"] <= paid.commission_vnd


@pytest.mark.django_db
def test_returns_keep_every_promise_through_any_life() -> None:
    with override_settings(**SET_UP):
        run_state_machine_as_test(
            Returns,
            settings=settings(
                max_examples=5,
                stateful_step_count=14,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            ),
        )
