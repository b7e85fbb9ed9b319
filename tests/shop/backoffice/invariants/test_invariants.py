"""Each promise is broken behind the application's back, and the audit names it."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from catalogue.models import Product
from sellers.models import Partner, StockRecord
from sellers.payouts.models import Payout, PayoutPeriod
from shop.aftersales.domain.cancel import cancel_order
from shop.backoffice.invariants import INVARIANTS
from shop.fulfilment.amendments.models import Amendment
from shop.fulfilment.domain.handover import hand_over
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, PickUpCode, SellerOrder
from shop.payment.enums import ReceiptState
from shop.payment.models import Payment, Receipt, Refund
from shop.shipping.models import RunSlot, RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory
from tests.factories.road import a_stop, an_operator, carry, nonce

pytestmark = pytest.mark.django_db


def broken() -> set[int]:
    return {invariant.number for invariant in INVARIANTS if list(invariant.broken())}


@pytest.fixture
def order() -> Order:
    return placed_order(stocked_product(), stocked_product())


def test_orders_in_every_state_break_nothing(order: Order) -> None:
    stop = a_stop()
    cancel_order(order=placed_order(stop=stop), actor=None, at=timezone.now())
    delivered = placed_order(stop=stop)
    carry(delivered)
    hand_over(
        order=delivered,
        run_stop=stop,
        operator=an_operator(stop.point),
        cash_vnd=98_000,
        nonce=nonce(),
        found_by="code",
        at=timezone.now(),
    )
    assert broken() == set()


def forget_a_line() -> None:
    Order.objects.get().lines.first().delete()


def forget_a_payment() -> None:
    Payment.objects.update(amount_vnd=1)


def change_a_commission() -> None:
    SellerOrder.objects.filter(pk=SellerOrder.objects.first().pk).update(commission_vnd=1)


def owe_a_seller_more() -> None:
    part = SellerOrder.objects.first()
    sides = [
        Side(AccountKind.SELLER_PENDING, str(part.seller_id), -5, part.number),
        Side(AccountKind.COMMISSION, "", 5, part.number),
    ]
    post(business_key="x", kind="x", sides=sides, occurred_at=timezone.now())


def take_money_out_of_a_drawer() -> None:
    sides = [Side(AccountKind.CASH_DRAWER, "1", -5), Side(AccountKind.TREASURY, "", 5)]
    post(business_key="x", kind="cash-remitted", sides=sides, occurred_at=timezone.now())


def switch_off_a_guard() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")


def hold_more_than_ordered() -> None:
    StockRecord.objects.filter(pk=StockRecord.objects.first().pk).update(num_allocated=2)


def show_more_than_there_is() -> None:
    Product.objects.update(available=99)


def shrink_a_stop() -> None:
    RunStop.objects.update(capacity_parcels=1)


def shrink_a_run() -> None:
    RunStop.objects.get().run.__class__.objects.update(capacity_g=1)


def lose_a_slot() -> None:
    RunSlot.objects.update(released_at=timezone.now())


def jump_to_delivered() -> None:
    SellerOrder.objects.update(state=State.AT_POINT)


def forget_the_status() -> None:
    Order.objects.update(status="packed")


def kill_a_code() -> None:
    PickUpCode.objects.update(used_at=timezone.now())


def ddl(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def let_receipts_come_twice() -> None:
    ddl("ALTER TABLE payment_receipt DROP CONSTRAINT receipt_once")


def let_a_payout_be_transferred_twice() -> None:
    ddl("DROP INDEX one_standing_transfer")


def money(**more: Any) -> Receipt:
    now = timezone.now()
    return Receipt.objects.create(
        provider="vietqr", external_id="FT1", amount_vnd=1_000, paid_at=now, created_at=now, **more
    )


def lose_money_on_the_way() -> None:
    money(state=ReceiptState.UNMATCHED)


def give_back_more_than_came() -> None:
    now = timezone.now()
    Refund.objects.create(
        receipt=money(state=ReceiptState.RETURNED),
        kind="excess",
        amount_vnd=2_000,
        reason="x",
        next_try_at=now,
        created_at=now,
    )


def pay_out_what_was_never_settled() -> None:
    seller, now = SellerOrder.objects.first().seller, timezone.now()
    period = PayoutPeriod.objects.create(starts_on="2026-11-02", ends_on="2026-11-08", settled_at=now)
    Payout.objects.create(period=period, seller=seller, state="waiting", part_count=1, earned_vnd=500, amount_vnd=500)


def end_a_change_without_outcome() -> None:
    now = timezone.now()
    Amendment.objects.create(
        seller_order=SellerOrder.objects.first(),
        kind="shortage",
        reason="x",
        proposed_by=UserFactory(),
        proposed_at=now,
        answer_by=now,
        is_open=False,
    )


def close_a_seller_without_a_trail() -> None:
    Partner.objects.update(state="closed")


def lose_the_job_of_a_message() -> None:
    ddl("DELETE FROM procrastinate_jobs")


def forget_that_a_part_was_delivered() -> None:
    part = SellerOrder.objects.first()
    sides = [
        Side(AccountKind.SELLER_PENDING, str(part.seller_id), part.seller_share_vnd, part.number),
        Side(AccountKind.SELLER_PAYABLE, str(part.seller_id), -part.seller_share_vnd, part.number),
    ]
    post(business_key=f"part-delivered:{part.number}", kind="part-delivered", sides=sides, occurred_at=timezone.now())


def let_messages_come_twice() -> None:
    ddl("ALTER TABLE communication_message DROP CONSTRAINT communication_message_key_key")


@pytest.mark.parametrize(
    ("damage", "number"),
    [
        (forget_a_line, 1),
        (forget_a_payment, 1),
        (change_a_commission, 2),
        (owe_a_seller_more, 2),
        (take_money_out_of_a_drawer, 3),
        (switch_off_a_guard, 3),
        (hold_more_than_ordered, 4),
        (show_more_than_there_is, 4),
        (shrink_a_stop, 4),
        (shrink_a_run, 4),
        (lose_a_slot, 4),
        (let_receipts_come_twice, 5),
        (let_a_payout_be_transferred_twice, 5),
        (give_back_more_than_came, 6),
        (pay_out_what_was_never_settled, 6),
        (jump_to_delivered, 7),
        (forget_the_status, 7),
        (end_a_change_without_outcome, 7),
        (close_a_seller_without_a_trail, 7),
        (lose_money_on_the_way, 8),
        (kill_a_code, 9),
        (lose_the_job_of_a_message, 10),
        (forget_that_a_part_was_delivered, 10),
        (lose_money_on_the_way, 10),
        (let_messages_come_twice, 10),
    ],
)
def test_damage_is_found(order: Order, damage: Callable[[], None], number: int) -> None:
    assert broken() == set()
    damage()
    assert number in broken()


def test_command_prints_each_promise_and_fails_when_one_is_broken(order: Order) -> None:
    out = StringIO()
    call_command("audit_invariants", stdout=out)
    assert out.getvalue().count("holds") == len(INVARIANTS)
    forget_the_status()
    with pytest.raises(CommandError, match="1 of"):
        call_command("audit_invariants", stdout=out)
    assert order.number in out.getvalue()
