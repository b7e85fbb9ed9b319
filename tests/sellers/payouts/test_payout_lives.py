"""Orders live any life, are paid in cash or in advance, refunded, settled and paid out; every identity holds after
each step."""

from __future__ import annotations

import datetime

import pytest
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, multiple, rule, run_state_machine_as_test

from sellers.commission.models import CommissionRate, FeeRate
from sellers.models import StockRecord
from sellers.payouts.domain.batches import NothingToPay, approve_batch, cancel_batch, make_batch
from sellers.payouts.domain.executing import Told, take_answer
from sellers.payouts.domain.holds import hold, release
from sellers.payouts.domain.settling import settle_period
from sellers.payouts.models import PayoutBatch, PayoutPeriod, Transfer
from sellers.payouts.queries import owed
from sellers.tax.domain.deciding import decide
from sellers.tax.domain.paying import owed_vnd, pay_tax
from sellers.tax.enums import Tax
from sellers.tax.models import WithheldTax
from shop.checkout.domain.place import CheckoutProblem
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, SellerOrder
from shop.payment.domain.provider_payouts import held_by, record_payout
from shop.payment.domain.refunding import finish_refund
from shop.payment.enums import RefundState
from shop.payment.models import Refund
from tests.factories.payments import ACCOUNT, pay, waiting_order
from tests.factories.people import UserFactory
from tests.sellers.tax.domain.test_withholding import enter_rates
from tests.shop.order.test_lives import OrderLives

DAY = datetime.timedelta(days=1)
TRANSFERS = {"VIETQR_BIN": "970405", "VIETQR_ACCOUNT": ACCOUNT, "VIETQR_HOLDER": "CHO PHIEN"}


class PayoutLives(OrderLives):
    """The market collects; one of the two sellers is a household and pays tax; both have accounts at a bank."""

    def __init__(self) -> None:
        super().__init__()
        self.set = override_settings(COLLECTS_MONEY="platform", BANK_NOTICE_SECRET="x", **TRANSFERS)
        self.set.enable()
        self.one, self.another = UserFactory(), UserFactory()
        self.days, self.files = 15, 0
        self.sellers = [StockRecord.objects.get(product=product).partner for product in self.goods]
        for seller, legal_type in zip(self.sellers, ("household", "cooperative"), strict=True):
            seller.bank_bin, seller.bank_account, seller.legal_type = "970405", "123456789", legal_type
            seller.save()
        CommissionRate.objects.create(basis_points=333, valid_from="2026-01-01", basis="QĐ 1")
        FeeRate.objects.create(kind="run", amount_vnd=701, valid_from="2026-01-01", basis="QĐ 2")
        today = timezone.localdate()
        enter_rates(valid_from=today)
        decide(is_on=True, starts_on=today, reason="CV 1", by=self.one, at=timezone.now(), today=today)

    def teardown(self) -> None:
        self.set.disable()
        super().teardown()

    @rule(target=OrderLives.orders, which=st.integers(0, 1), is_paid=st.booleans())
    def place_in_advance(self, which: int, is_paid: bool) -> object:
        try:
            order = waiting_order(self.goods[which], stop=self.stop)
        except CheckoutProblem:
            return multiple()
        if is_paid:
            pay(order)
        return order

    @rule()
    def a_refund_leaves(self) -> None:
        refund = Refund.objects.exclude(state=RefundState.DONE).first()
        if refund and held_by("vietqr") >= refund.amount_vnd:
            finish_refund(refund=refund, at=timezone.now(), external_id=f"R{refund.pk}", actor=self.one)

    @rule()
    def a_period_is_settled(self) -> None:
        self.days += 7
        later = timezone.now() + self.days * DAY
        last = PayoutPeriod.objects.first()
        first = (last.ends_on if last else timezone.localdate() - 60 * DAY) + DAY
        settle_period(days=(first, timezone.localdate(later) - DAY), at=later)

    @rule(is_good=st.booleans(), is_refused=st.booleans())
    def a_batch_goes_to_the_bank(self, is_good: bool, is_refused: bool) -> None:
        now = timezone.now()
        try:
            batch = make_batch(by=self.one, at=now)
            if not is_good:
                cancel_batch(batch=batch, by=self.another, at=now)
                return
            approve_batch(batch=batch, by=self.another, at=now)
        except NothingToPay:
            return
        self._answer(batch, is_refused)

    @rule(order=OrderLives.orders, is_over=st.booleans())
    def a_part_is_held(self, order: Order, is_over: bool) -> None:
        part = order.seller_orders.first()
        if is_over:
            release(source=f"x:{part.number}", at=timezone.now())
        else:
            held = {"seller": part.seller, "source": f"x:{part.number}", "part_number": part.number}
            hold(**held, amount_vnd=part.total_vnd, at=timezone.now())

    @rule(tax=st.sampled_from(Tax))
    def tax_is_paid(self, tax: Tax) -> None:
        owed, self.files = owed_vnd(tax), self.files + 1
        if owed > 0:
            given = {"document_number": f"GNT-{self.files}", "paid_on": timezone.localdate()}
            pay_tax(tax=tax, amount_vnd=owed, by=self.one, at=timezone.now(), **given)

    @rule(fee=st.integers(0, 500))
    def the_provider_passes_on(self, fee: int) -> None:
        held, self.files = held_by("vietqr") - outstanding(), self.files + 1
        if held > fee:
            given = {"reference": f"PO-{self.files}", "paid_on": timezone.localdate()}
            record_payout(provider="vietqr", net_vnd=held - fee, fee_vnd=fee, by=self.one, at=timezone.now(), **given)

    @invariant()
    def sellers_are_owed_exactly_what_stands(self) -> None:
        """What every delivered part earned, tax taken off, is payable, settled, or was transferred."""
        for seller in self.sellers:
            parts = SellerOrder.objects.filter(seller=seller)
            earned = sum(part.seller_share_vnd for part in parts.filter(state=State.DELIVERED))
            tax = sum(WithheldTax.objects.filter(seller=seller).values_list("amount_vnd", flat=True))
            done = Transfer.objects.filter(payout__seller=seller, state="executed")
            transferred = sum(done.values_list("amount_vnd", flat=True))
            ended = [State.DELIVERED, State.CANCELLED, State.RETURNED]
            coming = sum(part.seller_share_vnd for part in parts.exclude(state__in=ended))
            stands = owed(seller)
            assert (stands.payable_vnd + stands.settled_vnd + transferred, stands.pending_vnd) == (earned - tax, coming)

    def _answer(self, batch: PayoutBatch, is_refused: bool) -> None:
        self.files += 1
        told = [
            Told(transfer.reference, int(transfer.amount_vnd), number > 0 or not is_refused, f"FT{transfer.pk}")
            for number, transfer in enumerate(batch.transfers.filter(state="sent").order_by("pk"))
        ]
        data, now = str(self.files).encode(), timezone.now()
        take_answer(name="kq.csv", data=data, told=told, by=self.one, at=now)


def outstanding() -> int:
    """Return what is still to be sent back, which the provider keeps for it."""
    return sum(Refund.objects.exclude(state=RefundState.DONE).values_list("amount_vnd", flat=True))


@pytest.mark.django_db
def test_money_adds_up_through_any_life_from_order_to_bank() -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        PayoutLives,
        settings=settings(
            max_examples=5,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=checks,
        ),
    )
