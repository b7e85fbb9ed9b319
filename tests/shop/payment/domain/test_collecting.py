from typing import Any

import pytest
from django.utils import timezone

from shop.ledger.models import Transaction
from shop.ledger.queries import order_balances
from shop.order.models import Order
from shop.payment.domain.collecting import WrongAmount, collect_cash, locked_payment
from shop.payment.enums import PaymentState
from shop.payment.models import Payment
from shop.payment.providers import OverRefund, UnknownProvider, offered, provider
from shop.payment.queries import due_vnd, payable_parts
from shop.shipping.enums import DeliveryKind
from shop.shipping.models import HomeDeliveryRate, RunStop
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.places import CommuneFactory, RunStopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> RunStop:
    return RunStopFactory()


@pytest.fixture
def order(stop: RunStop) -> Order:
    return placed_order(stocked_product(price=10_000), stocked_product(price=20_000), stop=stop)


def home_order() -> Order:
    sellers = [SellerFactory(), SellerFactory()]
    for seller in sellers:
        HomeDeliveryRate.objects.create(seller=seller, amount_vnd=1_000)
    goods = [stocked_product(seller=seller, price=10_000) for seller in sellers]
    return placed_order(
        *goods, delivery_kind=DeliveryKind.HOME, commune_code=CommuneFactory().pk, expected_total_vnd=22_000
    )


def test_cash_at_a_point_stands_in_its_drawer(order: Order, stop: RunStop) -> None:
    at = timezone.now()
    payment = collect_cash(order=order, amount_vnd=30_000, at=at, holder=stop.point)
    assert (payment.collected_vnd, payment.state, payment.settled_at) == (30_000, PaymentState.SUCCEEDED, at)
    balances = order_balances(order.number)
    assert (balances[f"buyer_due:{order.number}"], balances[f"cash_drawer:{stop.point_id}"]) == (0, 30_000)
    assert (sum(balances.values()), due_vnd(order)) == (0, 0)


def test_collecting_again_changes_nothing(order: Order, stop: RunStop) -> None:
    for _ in range(2):
        collect_cash(order=order, amount_vnd=30_000, at=timezone.now(), holder=stop.point)
    assert Transaction.objects.filter(kind="cash-collected").count() == 1
    assert Payment.objects.get().collected_vnd == 30_000


@pytest.mark.parametrize("amount", [0, 29_999, 30_001])
def test_other_than_the_amount_due_is_refused(order: Order, stop: RunStop, amount: int) -> None:
    with pytest.raises(WrongAmount) as caught:
        collect_cash(order=order, amount_vnd=amount, at=timezone.now(), holder=stop.point)
    assert caught.value.due_vnd == due_vnd(order) == 30_000


def test_parts_can_be_paid_one_after_the_other(order: Order, stop: RunStop) -> None:
    first, second = payable_parts(order, stop.point)
    payment = collect_cash(order=order, amount_vnd=10_000, at=timezone.now(), holder=stop.point, parts=[first])
    assert (payment.state, due_vnd(order)) == (PaymentState.PENDING, 20_000)
    payment = collect_cash(order=order, amount_vnd=20_000, at=timezone.now(), holder=stop.point, parts=[second])
    assert (payment.state, due_vnd(order)) == (PaymentState.SUCCEEDED, 0)


def test_when_sellers_collect_the_point_passes_the_cash_on(stop: RunStop, settings: Any) -> None:
    settings.COLLECTS_MONEY = "seller"
    order = placed_order(stocked_product(price=10_000), stocked_product(price=20_000), stop=stop)
    first, second = order.seller_orders.all()
    collect_cash(order=order, amount_vnd=30_000, at=timezone.now(), holder=stop.point)
    balances = order_balances(order.number)
    assert (balances[f"seller_cash:{first.seller_id}"], balances[f"seller_cash:{second.seller_id}"]) == (10_000, 20_000)
    assert not any(code.startswith("cash_drawer") for code in balances)


def test_at_the_door_each_seller_takes_the_own_part() -> None:
    order = home_order()
    first, second = order.seller_orders.select_related("seller")
    payment = collect_cash(order=order, amount_vnd=11_000, at=timezone.now(), holder=first.seller)
    assert (payment.state, due_vnd(order)) == (PaymentState.PENDING, 11_000)
    collect_cash(order=order, amount_vnd=11_000, at=timezone.now(), holder=second.seller)
    balances = order_balances(order.number)
    assert (balances[f"seller_cash:{first.seller_id}"], balances[f"buyer_due:{order.number}"]) == (11_000, 0)


def test_refund_gives_back_once_and_never_more_than_was_received(order: Order, stop: RunStop) -> None:
    collect_cash(order=order, amount_vnd=30_000, at=timezone.now(), holder=stop.point)
    first, second = payable_parts(order, stop.point)
    cash = provider("cash")
    for _ in range(2):
        cash.refund(payment=locked_payment(order), parts=[first], holder=stop.point, at=timezone.now())
    assert Payment.objects.get().collected_vnd == 20_000
    assert order_balances(order.number)[f"cash_drawer:{stop.point_id}"] == 20_000
    with pytest.raises(OverRefund):
        cash.refund(payment=locked_payment(order), parts=[first, second], holder=stop.point, at=timezone.now())


def test_providers_are_offered_by_total(settings: Any) -> None:
    settings.CASH_LIMIT_VND, settings.VIETQR_ACCOUNT = 100, ""
    assert ([way.code for way in offered(100, [])], offered(101, [])) == (["cash"], [])
    with pytest.raises(UnknownProvider):
        provider("barter")
