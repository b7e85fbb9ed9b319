"""What becomes of a discount when goods are missing, come back, or late money comes."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from catalogue.models import Category
from sellers.models import StockRecord
from sellers.payouts.queries import owed
from shop.aftersales.domain.expiry import expire
from shop.aftersales.domain.late_payment import settle_late
from shop.aftersales.invoices.domain.recording import record_part
from shop.aftersales.returns.domain.asking import ask, lines_of
from shop.aftersales.returns.domain.granting import grant
from shop.aftersales.returns.domain.paying_back import pay_from_drawer
from shop.fulfilment.amendments.domain.answering import answer
from shop.fulfilment.amendments.models import Answer
from shop.ledger.queries import order_balances
from shop.order.models import SellerOrder
from shop.payment.domain.collecting import collect_cash
from shop.records.domain.keeping import _erase_orders
from shop.vouchers.models import VoucherUse
from tests.factories.amendments import proposed
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.payments import pay, set_up_transfers, waiting_order
from tests.factories.returns import asked, delivered_part, hand_over, wish
from tests.factories.road import an_operator
from tests.factories.vouchers import a_sponsor, a_voucher
from tests.promises import broken

pytestmark = pytest.mark.django_db


def fresh(part: SellerOrder) -> SellerOrder:
    return SellerOrder.objects.get(pk=part.pk)


def test_missing_goods_take_their_share_of_the_discount_with_them_below_the_minimum_too() -> None:
    good = stocked_product(price=10_000)
    voucher = a_voucher(amount_vnd=3_001, minimum_vnd=30_000, sponsor_per_cent=50, sponsor=a_sponsor())
    order = placed_order((good, 3), voucher=voucher)
    part = order.seller_orders.get()

    answer(amendment=proposed(part, quantity=1), choice=Answer.ACCEPTED, actor=None, at=timezone.now(), less={})

    part, line = fresh(part), part.lines.get()
    assert (part.goods_vnd, part.discount_vnd, line.discount_vnd) == (10_000, 1_000, 1_000)
    assert (part.platform_discount_vnd, part.sponsor_discount_vnd) == (500, 500)
    assert VoucherUse.objects.get().amount_vnd == 1_000
    assert owed(part.seller).pending_vnd == 10_000
    assert broken() == []


def returned(part: SellerOrder, quantity: int) -> Any:
    """Grant what is asked for so many units, and give the cash from the point's drawer."""
    request = asked(part, quantity=quantity)
    granted = grant(request=request, amount_vnd=int(request.asked_vnd), actor=None, at=timezone.now())
    pay_from_drawer(request=granted, operator=an_operator(part.run_stop.point), at=timezone.now())
    return granted


@pytest.mark.parametrize("steps", [(1, 1, 1), (2, 1), (3,)])
def test_a_refund_is_what_was_paid_and_each_bearer_gets_its_share_back(steps: tuple[int, ...]) -> None:
    voucher = a_voucher(amount_vnd=2_000, minimum_vnd=30_000, sponsor_per_cent=33, sponsor=a_sponsor())
    part = delivered_part(quantity=3, price=10_001, voucher=voucher)
    paid_for_goods = int(part.goods_vnd - part.discount_vnd)

    settled = [returned(part, quantity).settlement for quantity in steps]

    assert sum(one.goods_vnd for one in settled) == paid_for_goods
    assert sum(one.platform_vnd for one in settled) == part.platform_discount_vnd
    assert sum(one.sponsor_vnd for one in settled) == part.sponsor_discount_vnd
    assert owed(part.seller).payable_vnd == 0
    balances = order_balances(part.order.number)
    assert balances["discount"] == 0 and balances[f"sponsor_due:{voucher.sponsor_id}"] == 0
    assert VoucherUse.objects.get().released_at is None  # the goods were received: the use is spent
    assert broken() == []


def test_goods_outside_the_voucher_come_back_at_their_full_price() -> None:
    covered = stocked_product(price=10_000)
    seller = StockRecord.objects.get(product=covered).partner
    plain = stocked_product(price=10_000, seller=seller)
    category = Category.objects.add_root({"name": "Nho", "slug": "nho-thu"})
    covered.categories.add(category)
    voucher = a_voucher(scope="category", category=category, amount_vnd=4_000, minimum_vnd=10_000)
    order = placed_order(covered, plain, voucher=voucher)
    part = order.seller_orders.get()
    collect_cash(order=order, amount_vnd=order.total_vnd, at=timezone.now(), holder=part.run_stop.point)
    part = hand_over(order)
    line = next(line for line in lines_of(part) if line.product_id == plain.pk)
    request = ask(part=part, wish=wish(part, quantities={line.pk: 1}), actor=None, at=timezone.now())

    settlement = grant(request=request, amount_vnd=int(request.asked_vnd), actor=None, at=timezone.now()).settlement

    assert (settlement.refund_vnd, settlement.platform_vnd, settlement.seller_vnd) == (10_000, 0, 10_000)
    assert broken() == []


def test_an_expired_order_gives_its_use_back_and_late_money_takes_it_again_or_goes_back(settings: Any) -> None:
    set_up_transfers(settings)
    voucher = a_voucher(amount_vnd=3_000, most_uses=1)
    for number, is_taken_by_another in enumerate((False, True)):
        order = waiting_order(stocked_product(price=20_000), voucher=voucher, buyer_phone=f"+8491234568{number}")
        later = order.pay_until + datetime.timedelta(minutes=1)
        expire(order_id=order.pk, at=later)
        use = VoucherUse.objects.get(order=order)
        assert use.released_at == later and use.amount_vnd == 0
        if is_taken_by_another:
            placed_order(stocked_product(price=20_000), voucher=voucher, buyer_phone="+84912345699")
        pay(order)
        settle_late(order_id=order.pk, at=later)
        use.refresh_from_db()
        order.refresh_from_db()
        assert (use.released_at is None, order.paid_at is not None) == (not is_taken_by_another,) * 2
        assert broken() == []
        voucher.most_uses = 2
        voucher.save(update_fields=["most_uses"])


def test_who_used_a_voucher_is_forgotten_with_the_order_and_the_use_still_counts() -> None:
    order = placed_order(stocked_product(price=20_000), voucher=a_voucher())
    _erase_orders([order.pk])
    use = VoucherUse.objects.get()
    assert (use.phone, use.user, use.released_at, use.amount_vnd) == ("", None, None, 3_000)
    assert broken() == []


def test_an_invoice_shows_the_sellers_own_discount_only() -> None:
    voucher = a_voucher(amount_vnd=2_000, minimum_vnd=20_000)
    part = delivered_part(quantity=2, price=10_000, voucher=voucher)

    record = record_part(part_id=part.pk, at=timezone.now())[0]

    assert record.total_vnd == 20_000 + part.seller_delivery_vnd
    assert [row["discount_vnd"] for row in record.data["items"]] == [0]
    assert (record.data["voucher"], record.data["paid_by_others_vnd"]) == (voucher.code, 2_000)
