"""A use is counted with its order, given back once when the whole order ends, and refused with a sentence."""

import datetime
import uuid
from typing import Any

import pytest
from django.utils import timezone

from sellers.commission.models import CommissionRate
from sellers.models import StockRecord
from sellers.payouts.queries import owed
from shop.aftersales.domain.cancel import cancel_order
from shop.checkout.domain.place import place_order
from shop.checkout.domain.problems import TotalChanged, VoucherUnusable
from shop.ledger.queries import order_balances
from shop.order.enums import SellerOrderState
from shop.order.models import Order
from shop.payment.domain.giving_back import end_part
from shop.vouchers.enums import Kind, Scope, VoucherState
from shop.vouchers.models import Voucher, VoucherUse
from tests.factories.goods import stocked_product
from tests.factories.orders import basket_with, checkout_details, placed_order, with_voucher
from tests.factories.people import UserFactory
from tests.factories.places import ProvinceFactory, RunStopFactory
from tests.factories.vouchers import a_seller_voucher, a_sponsor, a_voucher
from tests.promises import broken

pytestmark = pytest.mark.django_db


def seller_of(product: Any) -> Any:
    return StockRecord.objects.get(product=product).partner


def test_a_shared_voucher_falls_on_parts_lines_and_bearers() -> None:
    fish, tea = stocked_product(price=20_000), stocked_product(price=10_000)
    sponsor = a_sponsor()
    voucher = a_voucher(amount_vnd=1_000, sponsor_per_cent=40, sponsor=sponsor)

    order = placed_order((fish, 2), tea, voucher=voucher)

    parts = list(order.seller_orders.order_by("pk"))
    fee = int(order.delivery_vnd)
    assert (order.discount_vnd, order.total_vnd, order.voucher_code) == (1_000, 49_000 + fee, voucher.code)
    told = [(part.discount_vnd, part.platform_discount_vnd, part.sponsor_discount_vnd) for part in parts]
    assert told == [(800, 480, 320), (200, 120, 80)]
    assert [line.discount_vnd for line in order.lines.order_by("pk")] == [800, 200]
    # Nothing of it is the seller's: both are owed the whole of their goods.
    assert [owed(seller_of(good)).pending_vnd for good in (fish, tea)] == [40_000, 10_000]
    balances = order_balances(order.number)
    assert (balances["discount"], balances[f"sponsor_due:{sponsor.pk}"]) == (600, 400)
    assert balances[f"buyer_due:{order.number}"] == order.total_vnd
    assert broken() == []


@pytest.mark.parametrize(("base", "commission"), [("net", 1_600), ("gross", 2_000)])
def test_what_the_seller_bears_lowers_its_share_and_the_commission_by_rule(
    base: str, commission: int, settings: Any
) -> None:
    settings.COMMISSION_BASE = base
    CommissionRate.objects.create(basis_points=1_000, valid_from="2026-01-01", basis="QĐ 1")
    good = stocked_product(price=20_000)
    voucher = a_seller_voucher(seller_of(good), kind=Kind.PER_CENT, per_cent=20, cap_vnd=9_000, amount_vnd=0)

    order = placed_order(good, stocked_product(price=5_000), voucher=voucher)

    part = order.seller_orders.get(seller=seller_of(good))
    assert (part.discount_vnd, part.seller_discount_vnd, part.commission_vnd) == (4_000, 4_000, commission)
    assert owed(seller_of(good)).pending_vnd == 16_000 - commission
    assert broken() == []


def test_a_use_is_given_back_once_when_nothing_of_the_order_stands() -> None:
    voucher = a_voucher(amount_vnd=3_000, most_uses=1)
    order = placed_order(stocked_product(price=20_000), stocked_product(price=10_000), voucher=voucher)
    first, second = order.seller_orders.order_by("pk")

    end_part(seller_order=first, to=SellerOrderState.CANCELLED, actor=None, at=timezone.now())
    use = VoucherUse.objects.get()
    assert (use.released_at, use.amount_vnd) == (None, 1_000)
    assert broken() == []

    end_part(seller_order=second, to=SellerOrderState.CANCELLED, actor=None, at=timezone.now())
    use.refresh_from_db()
    assert use.released_at is not None and use.amount_vnd == 0
    released = use.released_at
    cancel_order(order=order, actor=None, at=timezone.now() + datetime.timedelta(hours=1))
    use.refresh_from_db()
    assert use.released_at == released
    placed_order(stocked_product(price=20_000), voucher=voucher, buyer_phone="+84912345670")
    assert broken() == []


def refused(voucher: Voucher, *, price: int = 20_000, **more: Any) -> str:
    """Return the sentence of an order that is sent with a price the voucher gave when it was entered."""
    stop, basket = RunStopFactory(), basket_with(stocked_product(price=price))
    details = with_voucher(basket, checkout_details(basket, stop=stop), voucher, at=timezone.now())
    for name, value in more.items():
        Voucher.objects.filter(pk=voucher.pk).update(**{name: value})
    with pytest.raises(VoucherUnusable) as problem:
        _place(basket, details)
    assert not Order.objects.filter(basket=basket).exists()
    return problem.value.message


def _place(basket: Any, details: Any, user: Any = None) -> Order:
    return place_order(basket=basket, details=details, idempotency_key=uuid.uuid4(), now=timezone.now(), user=user)


def test_what_changed_since_the_buyer_saw_it_is_told_and_nothing_is_written() -> None:
    assert "tạm dừng" in refused(a_voucher(), state=VoucherState.PAUSED)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    assert "hết hạn" in refused(a_voucher(), ends_on=yesterday)
    spent = a_voucher(budget_vnd=5_000, uses_per_buyer=9)
    placed_order(stocked_product(price=20_000), voucher=spent)
    stop, basket = RunStopFactory(), basket_with(stocked_product(price=20_000))
    details = with_voucher(basket, checkout_details(basket, stop=stop), spent, at=timezone.now())
    # Not enough of the budget is left, and the buyer saw it: the order is placed at the full price.
    order = _place(basket, details)
    assert (order.discount_vnd, order.voucher_code) == (0, "")


def test_a_buyer_uses_it_as_often_as_set_by_phone_or_account() -> None:
    buyer, voucher = UserFactory(), a_voucher(most_uses=9)
    placed_order(stocked_product(price=20_000), voucher=voucher, user=buyer)
    for phone, user in ((None, None), ("+84912345679", buyer)):
        stop, basket = RunStopFactory(), basket_with(stocked_product(price=20_000))
        changes = {"buyer_phone": phone} if phone else {}
        details = with_voucher(basket, checkout_details(basket, stop=stop, **changes), voucher, at=timezone.now())
        with pytest.raises(VoucherUnusable, match="mỗi người dùng 1 lần"):
            _place(basket, details, user)
    placed_order(stocked_product(price=20_000), voucher=voucher, buyer_phone="+84912345671")
    assert VoucherUse.objects.count() == 2


def test_a_total_that_was_not_seen_is_refused() -> None:
    stop, basket = RunStopFactory(), basket_with(stocked_product(price=20_000))
    details = checkout_details(basket, stop=stop)
    with_voucher(basket, details, a_voucher(), at=timezone.now())
    with pytest.raises(TotalChanged):
        _place(basket, details)


def test_a_province_voucher_leaves_other_goods_alone() -> None:
    here, there = (
        stocked_product(price=20_000),
        stocked_product(price=20_000, province=ProvinceFactory(code="79", slug="tinh-khac")),
    )
    voucher = a_voucher(scope=Scope.PROVINCE, province=here.province)
    expected = {here.pk: 3_000, there.pk: 0}
    order = placed_order(here, there, voucher=voucher)
    assert {line.product_id: line.discount_vnd for line in order.lines.all()} == expected
