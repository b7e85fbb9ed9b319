import datetime
import uuid
from typing import Any

import pytest
from django.utils import timezone

from catalogue.models import Product
from sellers.commission.models import CommissionRate
from sellers.enums import SellerState
from sellers.models import Partner, StockRecord
from shop.basket.models import Basket
from shop.checkout.domain.place import (
    CashLimitExceeded,
    CheckoutProblem,
    CutOffPassed,
    EmptyBasket,
    HomeDeliveryUnavailable,
    OutOfStock,
    PointHoldsTooMuch,
    PriceChanged,
    RunFull,
    SellerNotSelling,
    StopUnknown,
    TotalChanged,
    place_order,
)
from shop.communication.models import Message
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.ledger.queries import order_balances
from shop.order.domain import codes
from shop.order.models import Order, PickUpCode, SellerOrderEvent
from shop.payment.models import Payment, PaymentState
from shop.shipping.enums import DeliveryKind, RunState
from shop.shipping.models import HomeDeliveryRate, RunSlot, RunStop
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import BUYER_PHONE, basket_with, checkout_details, placed_order
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory, RunStopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> RunStop:
    return RunStopFactory()


def place(basket: Basket, stop: RunStop | None = None, key: uuid.UUID | None = None, **changes: Any) -> Order:
    return place_order(
        basket=basket,
        details=checkout_details(basket, stop=stop, **changes),
        idempotency_key=key or uuid.uuid4(),
        now=timezone.now(),
    )


def nothing_written(basket: Basket) -> bool:
    basket.refresh_from_db()
    counts = [model.objects.count() for model in (Order, RunSlot, PickUpCode, Payment, Message)]
    held = StockRecord.objects.exclude(num_allocated=0).exists()
    return counts == [0] * 5 and not held and basket.status == Basket.OPEN


def test_order_is_split_by_seller_and_holds_stock_and_room(stop: RunStop) -> None:
    fish, tea = stocked_product(price=10_000, stock=5, weight_g=900), stocked_product(price=5_000, weight_g=100)
    order = placed_order((fish, 2), tea, stop=stop)
    parts = list(order.seller_orders.all())
    assert [(part.number, part.goods_vnd, part.weight_g, part.state) for part in parts] == [
        (f"{order.number}-1", 20_000, 1_800, "placed"),
        (f"{order.number}-2", 5_000, 100, "placed"),
    ]
    assert [(line.title, line.quantity, line.num_allocated) for line in parts[0].lines.all()] == [(fish.title, 2, 2)]
    assert [(slot.run_stop, slot.weight_g) for slot in RunSlot.objects.order_by("pk")] == [(stop, 1_800), (stop, 100)]
    fish.refresh_from_db()
    assert (StockRecord.objects.get(product=fish).num_allocated, fish.available) == (2, 3)


def test_two_goods_of_one_seller_are_one_part_with_one_slot(stop: RunStop) -> None:
    seller = SellerFactory()
    order = placed_order(stocked_product(seller=seller), stocked_product(seller=seller), stop=stop)
    assert (order.seller_orders.count(), RunSlot.objects.count()) == (1, 1)


def test_order_keeps_what_the_buyer_decided(stop: RunStop) -> None:
    user = UserFactory()
    order = placed_order(stop=stop, user=user, note="Gọi trước", wants_invoice=True, invoice_tax_code="0100109106")
    fresh = Order.objects.get(pk=order.pk)
    assert (fresh.user, fresh.buyer_name, fresh.buyer_phone, fresh.note) == (
        user,
        "Nguyễn Thị Lan",
        BUYER_PHONE,
        "Gọi trước",
    )
    assert (fresh.wants_invoice, fresh.invoice_tax_code, fresh.collector) == (True, "0100109106", "partner")
    assert (fresh.status, fresh.cancel_until, fresh.commune) == ("placed", stop.run.cut_off_at, stop.point.commune)
    assert list(SellerOrderEvent.objects.values_list("from_state", "to_state", "actor")) == [("", "placed", user.pk)]


def test_basket_is_submitted_and_cannot_be_ordered_again() -> None:
    order = placed_order()
    assert Basket.objects.get(pk=order.basket_id).status == Basket.SUBMITTED


def test_payment_waits_for_the_whole_total_and_the_ledger_balances(stop: RunStop) -> None:
    product = stocked_product(price=10_000)
    CommissionRate.objects.create(basis_points=250, valid_from="2026-01-01", basis="QĐ 1")
    order = placed_order((product, 3), stop=stop)
    seller = StockRecord.objects.get(product=product).partner_id
    assert order_balances(order.number) == {
        f"buyer_due:{order.number}": 30_000,
        f"seller_pending:{seller}": -29_250,
        "commission": -750,
    }
    payment = Payment.objects.get(order=order)
    assert (payment.amount_vnd, payment.collected_vnd, payment.state) == (30_000, 0, PaymentState.PENDING)


def test_point_fee_is_charged_per_seller_and_stays_with_the_market() -> None:
    stop = RunStopFactory(point__fee_vnd=5_000)
    order = placed_order(stocked_product(price=10_000), stocked_product(price=20_000), stop=stop)
    balances = order_balances(order.number)
    assert (order.delivery_vnd, order.total_vnd, balances["delivery"]) == (10_000, 40_000, -10_000)
    assert sum(balances.values()) == 0
    assert [part.seller_share_vnd for part in order.seller_orders.all()] == [10_000, 20_000]


def test_buyer_is_told_number_place_and_code(stop: RunStop) -> None:
    order = placed_order(stop=stop)
    message = Message.objects.get(key=f"order-placed:{order.number}:buyer")
    digits = codes.reveal(order.pick_up_codes.get())
    assert message.recipient == BUYER_PHONE
    for told in (order.number, stop.point.name, digits, order.token):
        assert told in message.body


def test_home_delivery_charges_each_sellers_rate_and_takes_no_slot() -> None:
    commune = CommuneFactory()
    product = stocked_product(price=10_000)
    HomeDeliveryRate.objects.create(seller=Partner.objects.get(), amount_vnd=99_000)
    HomeDeliveryRate.objects.create(seller=Partner.objects.get(), province=commune.province, amount_vnd=20_000, days=4)
    order = placed_order(
        product,
        delivery_kind=DeliveryKind.HOME,
        commune_code=commune.pk,
        address_line="Thôn 1",
        expected_total_vnd=30_000,
    )
    part = order.seller_orders.get()
    assert (order.delivery_vnd, part.delivery_vnd, part.seller_share_vnd) == (20_000, 20_000, 30_000)
    assert (RunSlot.objects.count(), PickUpCode.objects.count(), part.run_stop) == (0, 0, None)
    assert order.cancel_until == order.date_placed + datetime.timedelta(days=4)


def test_same_basket_or_same_key_returns_the_first_order(stop: RunStop) -> None:
    basket, key = basket_with(), uuid.uuid4()
    details = checkout_details(basket, stop=stop)
    first = place_order(basket=basket, details=details, idempotency_key=key, now=timezone.now())
    again = place_order(basket=basket, details=details, idempotency_key=uuid.uuid4(), now=timezone.now())
    other = basket_with()
    by_key = place(other, stop, key=key)
    assert first == again == by_key
    assert (Order.objects.count(), RunSlot.objects.count(), Message.objects.count()) == (1, 1, 1)


def refuse(basket: Basket, problem: type[CheckoutProblem], field: str, **changes: Any) -> Any:
    with pytest.raises(problem) as caught:
        place(basket, **changes)
    assert caught.value.field == field
    assert caught.value.message.endswith(".")
    assert nothing_written(basket)
    return caught.value


def test_empty_basket_is_refused(stop: RunStop) -> None:
    refuse(Basket.objects.create(), EmptyBasket, "basket", stop=stop)


def test_short_stock_tells_how_many_are_left(stop: RunStop) -> None:
    product = stocked_product(stock=2)
    basket = basket_with((product, 3), stocked_product())
    problem = refuse(basket, OutOfStock, "basket", stop=stop)
    assert [(line.title, line.asked, line.left) for line in problem.lines] == [(product.title, 3, 2)]
    assert "còn 2" in problem.message


def test_changed_price_is_told_with_both_prices(stop: RunStop) -> None:
    product = stocked_product(price=98_000)
    basket = basket_with(product)
    StockRecord.objects.filter(product=product).update(price=105_000)
    problem = refuse(basket, PriceChanged, "basket", stop=stop)
    assert [(line.was_vnd, line.now_vnd) for line in problem.lines] == [(98_000, 105_000)]


def test_suspended_seller_and_withdrawn_good_are_named(stop: RunStop) -> None:
    first, second = stocked_product(), stocked_product()
    basket = basket_with(first, second)
    Partner.objects.filter(stockrecords__product=first).update(state=SellerState.SUSPENDED)
    Product.objects.filter(pk=second.pk).update(is_public=False)
    problem = refuse(basket, SellerNotSelling, "basket", stop=stop)
    assert {line.title for line in problem.lines} == {first.title, second.title}


def test_total_the_buyer_did_not_see_is_refused(stop: RunStop) -> None:
    problem = refuse(basket_with(), TotalChanged, "basket", stop=stop, expected_total_vnd=1)
    assert (problem.was_vnd, problem.now_vnd) == (1, 98_000)


def test_cash_limit(stop: RunStop, settings: Any) -> None:
    settings.CASH_LIMIT_VND = 97_999
    assert "97.999" in refuse(basket_with(), CashLimitExceeded, "payment_method", stop=stop).message


def test_a_full_drawer_takes_no_more_cash(stop: RunStop, settings: Any) -> None:
    settings.CASH_POINT_LIMIT_VND = 100_000
    sides = [Side(AccountKind.CASH_DRAWER, str(stop.point_id), 100_000), Side(AccountKind.BUYER_DUE, "1", -100_000)]
    post(business_key="cash-collected:1", kind="cash-collected", sides=sides, occurred_at=timezone.now())
    refuse(basket_with(), PointHoldsTooMuch, "payment_method", stop=stop)
    settings.CASH_POINT_LIMIT_VND = 100_001
    assert place(basket_with(), stop=stop).total_vnd == 98_000


def test_full_stop_is_refused_even_when_only_one_of_two_parts_fits() -> None:
    stop = RunStopFactory(capacity_parcels=1)
    refuse(basket_with(stocked_product(), stocked_product()), RunFull, "run_stop_id", stop=stop)


def test_run_that_would_carry_too_much_is_refused() -> None:
    stop = RunStopFactory(run__capacity_g=1_799)
    refuse(basket_with((stocked_product(weight_g=900), 2)), RunFull, "run_stop_id", stop=stop)


def test_released_slots_give_room_again() -> None:
    stop = RunStopFactory(capacity_parcels=1)
    placed_order(stop=stop)
    RunSlot.objects.update(released_at=timezone.now())
    assert placed_order(stop=stop).seller_orders.count() == 1


@pytest.mark.parametrize(
    "change", [{"cut_off_at": timezone.now() - datetime.timedelta(seconds=1)}, {"state": "frozen"}]
)
def test_run_past_its_cut_off_is_refused(stop: RunStop, change: dict[str, Any]) -> None:
    type(stop.run).objects.filter(pk=stop.run_id).update(**change)
    refuse(basket_with(), CutOffPassed, "run_stop_id", stop=stop)


def test_unknown_closed_or_planned_stop_is_refused(stop: RunStop) -> None:
    refuse(basket_with(), StopUnknown, "run_stop_id", run_stop_id=None)
    planned = RunStopFactory(run__state=RunState.PLANNED)
    closed = RunStopFactory(point__is_active=False)
    for bad in (planned, closed):
        refuse(basket_with(), StopUnknown, "run_stop_id", stop=bad)


def test_home_delivery_names_sellers_without_a_rate() -> None:
    product = stocked_product()
    seller = StockRecord.objects.get(product=product).partner
    basket = basket_with(product)
    problem = refuse(
        basket,
        HomeDeliveryUnavailable,
        "delivery_kind",
        delivery_kind=DeliveryKind.HOME,
        commune_code=CommuneFactory().pk,
    )
    assert problem.sellers == (seller.name,)


def test_placing_costs_a_fixed_number_of_queries(stop: RunStop, django_assert_max_num_queries: Any) -> None:
    placed_order(stop=stop)
    for lines in (1, 6):
        basket = basket_with(*[(stocked_product(), 2) for _ in range(lines)])
        details = checkout_details(basket, stop=stop)
        with django_assert_max_num_queries(50):
            place_order(basket=basket, details=details, idempotency_key=uuid.uuid4(), now=timezone.now())
