"""Whatever happens to orders, in whatever sequence, every promise of the audit holds after each step."""

from __future__ import annotations

import contextlib
import datetime
import uuid

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from sellers.models import StockRecord
from sellers.payouts.queries import owed
from shop.aftersales.domain.cancel import CancelTooLate, cancel_order
from shop.aftersales.domain.uncollected import return_uncollected
from shop.backoffice.invariants import INVARIANTS, cash  # cash is paid here without a counter's hand-over
from shop.checkout.domain.place import CheckoutProblem
from shop.fulfilment.amendments.domain.answering import BUYERS, answer, end_overdue
from shop.fulfilment.amendments.domain.proposing import propose
from shop.fulfilment.amendments.domain.refusals import SubstituteGone
from shop.fulfilment.amendments.domain.terms import Wish
from shop.fulfilment.amendments.models import Amendment, AmendmentKind, Answer
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import HandOver
from shop.order.domain.delivered import settle_delivered
from shop.order.domain.taking_back import close_code_with_last_part
from shop.order.domain.transitions import MOVES, IllegalMove, move
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, SellerOrder
from shop.payment.domain.collecting import collect_cash
from shop.payment.domain.giving_back import end_part
from shop.shipping.models import RunSlot
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory
from tests.factories.vouchers import a_seller_voucher, a_sponsor, a_voucher

ONWARD = (State.CONFIRMED, State.PACKED, State.ON_THE_WAY, State.AT_POINT)
COMING = (State.PLACED, *ONWARD)


class OrderLives(RuleBasedStateMachine):
    """Two sellers, little stock, four slots, two vouchers; parts move, are paid, end and come back."""

    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.stop = RunStopFactory(capacity_parcels=4)
        self.goods = [stocked_product(price=price, stock=4) for price in (10_000, 25_000)]
        sellers = [StockRecord.objects.get(product=product).partner for product in self.goods]
        spares = {seller.pk: stocked_product(price=15_000, stock=2, seller=seller) for seller in sellers}
        self.spares = {pk: StockRecord.objects.get(product=product).pk for pk, product in spares.items()}
        self.seller = UserFactory()
        bearers = {"sponsor_per_cent": 30, "sponsor": a_sponsor()}
        shared = a_voucher(amount_vnd=3_001, minimum_vnd=20_000, uses_per_buyer=9, most_uses=3, **bearers)
        own = a_seller_voucher(sellers[1], kind="percent", per_cent=20, cap_vnd=6_000, uses_per_buyer=9)
        self.vouchers = [None, shared, own]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @rule(target=orders, wanted=st.lists(st.integers(0, 2), min_size=2, max_size=2).filter(any), code=st.integers(0, 2))
    def place(self, wanted: list[int], code: int) -> object:
        lines = [(product, count) for product, count in zip(self.goods, wanted, strict=True) if count]
        try:
            return placed_order(*lines, stop=self.stop, voucher=self.vouchers[code])
        except CheckoutProblem:
            return multiple()

    @rule(order=orders, which=st.integers(0, 1), step=st.integers(0, 2))
    def go_on(self, order: Order, which: int, step: int) -> None:
        part = self._part(order, which)
        onward = [state for state in ONWARD if state in MOVES[State(part.state)]]
        if onward:
            move(seller_order=part, to=onward[step % len(onward)], actor=None, at=timezone.now())

    @rule(order=orders, which=st.integers(0, 1), to=st.sampled_from(State))
    def jump(self, order: Order, which: int, to: State) -> None:
        part = self._part(order, which)
        if to not in MOVES[State(part.state)]:
            with pytest.raises(IllegalMove):
                move(seller_order=part, to=to, actor=None, at=timezone.now())

    @rule(order=orders, takes=st.integers(1, 3))
    def hand_over(self, order: Order, takes: int) -> None:
        """The buyer comes for everything that is still to come, takes some parts and refuses the others."""
        at = timezone.now()
        parts = [part for part in order.seller_orders.order_by("pk") if part.state in COMING]
        taken = [part for number, part in enumerate(parts) if takes >> number & 1]
        order.refresh_from_db()
        if not taken or order.awaits_payment or HandOver.objects.filter(order=order, undone_at=None).exists():
            return
        for part in parts:
            for state in ONWARD[ONWARD.index(State(part.state)) + 1 :] if part.state in ONWARD else ONWARD:
                move(seller_order=part, to=state, actor=None, at=at)
        total = sum(part.total_vnd for part in taken)
        collect_cash(order=order, amount_vnd=total, at=at, holder=self.stop.point, parts=taken)
        for part in taken:
            settle_delivered(seller_order=move(seller_order=part, to=State.DELIVERED, actor=None, at=at), at=at)
        for part in set(parts) - set(taken):
            move(seller_order=part, to=State.RETURNING, actor=None, at=at)
        close_code_with_last_part(order=order, seller_order=parts[0], at=at)
        HandOver.objects.create(
            order=order,
            run_stop=self.stop,
            operator=self.seller,
            cash_vnd=total if order.payment_method == "cash" else 0,
            found_by="code",
            nonce=str(uuid.uuid4()),
            at=at,
        )

    @rule(order=orders, late=st.booleans())
    def cancel(self, order: Order, late: bool) -> None:
        at = timezone.now() + datetime.timedelta(days=9 * late)
        try:
            assert cancel_order(order=order, actor=None, at=at).status == State.CANCELLED
        except CancelTooLate:
            assert late or self._left(order)

    @rule()
    def time_to_collect_is_over(self) -> None:
        return_uncollected(run_stop=self.stop, at=self.stop.collect_by)

    @rule(order=orders, which=st.integers(0, 1))
    def parcels_are_back(self, order: Order, which: int) -> None:
        part = self._part(order, which)
        if part.state == State.RETURNING:
            end_part(seller_order=part, to=State.RETURNED, actor=None, at=timezone.now())

    @rule(order=orders, which=st.integers(0, 1), left=st.integers(0, 1), is_gone=st.booleans(), swap=st.booleans())
    def propose_less(self, order: Order, which: int, left: int, is_gone: bool, swap: bool) -> None:
        part = self._part(order, which)
        line = part.lines.filter(quantity__gt=left).first()
        if line is None:
            return
        spare = self.spares[line.partner_id]
        kind = AmendmentKind.SUBSTITUTION if swap else AmendmentKind.SHORTAGE
        wish = Wish(line_id=line.pk, quantity=left, substitute_id=spare if swap else None, substitute_quantity=1)
        told = {"reason": "Thiếu hàng", "actor": self.seller, "at": timezone.now(), "is_gone": is_gone}
        with contextlib.suppress(Refused):
            propose(seller_order=part, kind=kind, wishes=[wish], **told)

    @rule(choice=st.sampled_from(sorted(BUYERS)), late=st.booleans())
    def answer_the_oldest(self, choice: Answer, late: bool) -> None:
        waiting = Amendment.objects.filter(is_open=True).order_by("pk").first()
        if waiting is None:
            return
        if late:
            end_overdue(at=waiting.answer_by)
            return
        try:
            answer(amendment=waiting, choice=choice, actor=None, at=timezone.now(), less={})
        except SubstituteGone:
            assert choice == Answer.ACCEPTED

    @invariant()
    def every_promise_holds(self) -> None:
        assert [line for promise in INVARIANTS if promise.broken != cash.broken for line in promise.broken()] == []

    @invariant()
    def sellers_are_owed_exactly_what_stands(self) -> None:
        for product in self.goods:
            seller = StockRecord.objects.get(product=product).partner
            parts = SellerOrder.objects.filter(seller=seller)
            delivered = sum(part.seller_share_vnd for part in parts.filter(state=State.DELIVERED))
            ended = [State.DELIVERED, State.CANCELLED, State.RETURNED]
            coming = sum(part.seller_share_vnd for part in parts.exclude(state__in=ended))
            assert (owed(seller).payable_vnd, owed(seller).pending_vnd) == (delivered, coming)

    @invariant()
    def stop_is_never_overbooked(self) -> None:
        assert RunSlot.objects.filter(run_stop=self.stop, released_at=None).count() <= 4

    def _part(self, order: Order, which: int) -> SellerOrder:
        parts = list(order.seller_orders.order_by("pk"))
        return parts[which % len(parts)]

    def _left(self, order: Order) -> bool:
        """Return whether some part can no longer be stopped by the buyer."""
        stoppable = {State.PLACED, State.CONFIRMED, State.PACKED, State.CANCELLED}
        return any(part.state not in stoppable for part in order.seller_orders.all())


@pytest.mark.django_db
def test_orders_keep_every_promise_through_any_life() -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        OrderLives,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=checks,
        ),
    )
