"""Each promise is broken behind the application's back, and the audit names it."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from catalogue.models import Product
from sellers.models import StockRecord
from shop.aftersales.domain.cancel import cancel_order
from shop.backoffice.invariants import INVARIANTS
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.order.domain.delivered import settle_delivered
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, PickUpCode, SellerOrder
from shop.payment.domain.collecting import collect_cash
from shop.payment.models import Payment
from shop.shipping.models import RunSlot, RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import RunStopFactory

pytestmark = pytest.mark.django_db


def broken() -> set[int]:
    return {invariant.number for invariant in INVARIANTS if list(invariant.broken())}


@pytest.fixture
def order() -> Order:
    return placed_order(stocked_product(), stocked_product())


def test_orders_in_every_state_break_nothing(order: Order) -> None:
    stop = RunStopFactory()
    cancel_order(order=placed_order(stop=stop), actor=None, at=timezone.now())
    delivered = placed_order(stop=stop)
    part = delivered.seller_orders.get()
    for to in (State.PACKED, State.ON_THE_WAY, State.AT_POINT, State.DELIVERED):
        move(seller_order=part, to=to, actor=None, at=timezone.now())
    collect_cash(order=delivered, amount_vnd=98_000, at=timezone.now(), holder=stop.point)
    settle_delivered(seller_order=part, at=timezone.now())
    PickUpCode.objects.filter(order=delivered).update(used_at=timezone.now())
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


@pytest.mark.parametrize(
    ("damage", "number"),
    [
        (forget_a_line, 1),
        (forget_a_payment, 1),
        (change_a_commission, 2),
        (owe_a_seller_more, 2),
        (switch_off_a_guard, 3),
        (hold_more_than_ordered, 4),
        (show_more_than_there_is, 4),
        (shrink_a_stop, 4),
        (shrink_a_run, 4),
        (lose_a_slot, 4),
        (jump_to_delivered, 7),
        (forget_the_status, 7),
        (kill_a_code, 9),
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
