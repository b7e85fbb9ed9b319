"""What is withheld from whom, when, by which rate; and that it comes off again."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from sellers.enums import LegalType
from sellers.tax.domain.deciding import InThePast, RatesMissing, decide, set_kind, set_rate, set_resident
from sellers.tax.domain.rates import missing, tax_vnd
from sellers.tax.domain.withholding import withhold
from sellers.tax.enums import KINDS_WITH_RATES, SaleKind, Tax
from sellers.tax.forms_of_state import Months, certificate, monthly_list, monthly_return, years_of
from sellers.tax.models import TaxRate, WithheldTax
from shop.audit.models import AuditEvent
from shop.backoffice.invariants import payouts, shares
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance, balances
from shop.money.in_words import vnd_in_words
from shop.order.domain.delivered import unsettle_delivered
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from tests.factories.delivered import hand_over
from tests.factories.goods import category, stocked_product
from tests.factories.orders import placed_order
from tests.factories.payouts import delivered_order, payout_of, seller_with_account, settled
from tests.factories.people import UserFactory
from tests.factories.places import RunStopFactory

pytestmark = pytest.mark.django_db
RATES = {"goods": (100, 50, 100), "service": (500, 200, 500), "transport": (300, 150, 200)}


def enter_rates(**valid: datetime.date) -> None:
    for kind in KINDS_WITH_RATES:
        vat, pit, other = RATES[kind]
        for resident, income in ((True, pit), (False, other)):
            for tax, points in ((Tax.VAT, vat), (Tax.PIT, income)):
                TaxRate.objects.create(
                    tax=tax, sale_kind=kind, is_resident=resident, basis_points=points, legal_basis="L", **valid
                )


@pytest.fixture
def rates() -> None:
    """Enter invented rates for today and switch withholding on."""
    today = timezone.localdate()
    enter_rates(valid_from=today)
    decide(is_on=True, starts_on=today, reason="CV 1", by=UserFactory(), at=timezone.now(), today=today)


def taxes() -> dict[str, int]:
    return {key: -amount for key, amount in balances(AccountKind.TAX_WITHHELD).items()}


def household(**more: Any) -> Any:
    return seller_with_account(legal_type=LegalType.HOUSEHOLD, **more)


def test_nothing_is_withheld_until_finance_confirms() -> None:
    delivered_order(household())
    assert (taxes(), WithheldTax.objects.count()) == ({}, 0)


@pytest.mark.usefixtures("rates")
def test_a_households_goods_pay_both_taxes_when_delivered_and_the_payout_is_less() -> None:
    seller = household()
    goods = stocked_product(seller=seller, price=333_333)
    goods.categories.add(category())
    hand_over(placed_order(goods, stop=RunStopFactory()))
    assert taxes() == {"vat": 3_333, "pit": 1_667}
    settled()
    assert payout_of(seller).amount_vnd == 333_333 - 5_000
    assert [*shares.broken(), *payouts.broken()] == []


@pytest.mark.usefixtures("rates")
def test_firms_cooperatives_and_own_collectors_are_left_alone(settings: Any) -> None:
    delivered_order(seller_with_account(legal_type=LegalType.ENTERPRISE))
    delivered_order(seller_with_account(legal_type=LegalType.COOPERATIVE))
    settings.COLLECTS_MONEY = "seller"
    delivered_order(household())
    assert taxes() == {}


@pytest.mark.usefixtures("rates")
@pytest.mark.parametrize(
    ("kind", "resident", "expected"),
    [
        (SaleKind.GOODS, True, (1_000, 500)),
        (SaleKind.GOODS, False, (1_000, 1_000)),
        (SaleKind.SERVICE, True, (5_000, 2_000)),
        (SaleKind.TRANSPORT, False, (3_000, 2_000)),
        (None, True, (5_000, 2_000)),
    ],
)
def test_kind_and_residence_decide_the_rate_and_the_unknown_pays_the_highest(
    kind: SaleKind | None, resident: bool, expected: tuple[int, int]
) -> None:
    seller, by, at = household(), UserFactory(), timezone.now()
    set_resident(seller=seller, is_resident=resident, by=by, at=at)
    product = stocked_product(seller=seller)
    product.categories.clear()
    if kind is not None:
        product.categories.add(category())
        set_kind(category=category(), sale_kind=kind, by=by, at=at)
    sold = [(product.pk, 100_000)]
    withhold(seller=seller, part_number="P-1", order_number="P", sold=sold, delivery_vnd=0, at=at)
    assert taxes() == {"vat": expected[0], "pit": expected[1]}


@pytest.mark.usefixtures("rates")
def test_an_undone_hand_over_is_offset_and_may_be_withheld_again() -> None:
    order = delivered_order(household())
    part = order.seller_orders.get()
    before = taxes()
    move(seller_order=part, to=State.AT_POINT, actor=None, at=timezone.now(), is_undo=True)
    unsettle_delivered(seller_order=part, at=timezone.now())
    assert sum(taxes().values()) == 0 and sum(WithheldTax.objects.values_list("amount_vnd", flat=True)) == 0
    move(seller_order=part, to=State.DELIVERED, actor=None, at=timezone.now())
    from shop.order.domain.delivered import settle_delivered

    settle_delivered(seller_order=part, at=timezone.now())
    assert taxes() == before and list(shares.broken()) == []
    assert sum(before.values()) == sum(WithheldTax.objects.values_list("amount_vnd", flat=True))


def test_it_can_only_begin_with_every_rate_and_from_today_on() -> None:
    today, by, at = timezone.localdate(), UserFactory(), timezone.now()
    TaxRate.objects.all().delete()
    enter_rates(valid_from=datetime.date(2025, 7, 1), valid_to=datetime.date(2026, 6, 30))
    assert missing(on=datetime.date(2026, 6, 30)) == []
    assert len(missing(on=datetime.date(2026, 7, 1))) == 12
    with pytest.raises(RatesMissing):
        decide(is_on=True, starts_on=today, reason="CV", by=by, at=at, today=today)
    with pytest.raises(InThePast):
        decide(is_on=False, starts_on=today - datetime.timedelta(days=1), reason="CV", by=by, at=at, today=today)
    more = {"tax": Tax.VAT, "sale_kind": SaleKind.GOODS, "is_resident": True, "legal_basis": "NĐ", "by": by, "at": at}
    set_rate(**more, basis_points=100, valid_from=today, today=today)
    with pytest.raises(InThePast):
        set_rate(**more, basis_points=200, valid_from=today, today=today)
    assert AuditEvent.objects.filter(action="tax_rate.set").count() == 1


@pytest.mark.usefixtures("rates")
def test_the_forms_add_up_to_the_ledger(settings: Any) -> None:
    seller = household(tax_code="8123456789")
    for price in (100_000, 50_000):
        delivered_order(seller, price)
    today = timezone.localdate()
    total = -balance(AccountKind.TAX_WITHHELD, "vat") - balance(AccountKind.TAX_WITHHELD, "pit")
    month = Months.month(today.year, today.month)
    rows = list(monthly_list(month))
    assert [row[2] for row in rows[1:]] == ["8123456789"] and rows[1][-4] == 150_000 and rows[1][-1] == total
    assert list(monthly_return(month))[-1][-1] == total
    settings.OPERATOR = {**settings.OPERATOR, "name": "Công ty Chợ", "tax_code": "0100109106"}
    *above, sums, words = certificate(seller, today.year)
    assert sums == ["Tổng cộng", 150_000, rows[1][-3], rows[1][-2], total]
    assert words[1] == vnd_in_words(total)
    said = [row[:2] for row in above]
    assert [said[1], said[2], said[5], said[7]] == [
        ["Tổ chức khấu trừ", "Công ty Chợ"],
        ["Mã số thuế", "0100109106"],
        ["Mã số thuế", "8123456789"],
        ["Cư trú", "Cư trú"],
    ]
    assert years_of(seller) == [today.year]


@pytest.mark.parametrize(("base", "points", "tax"), [(99, 100, 1), (49, 100, 0), (50, 100, 1), (333_333, 50, 1_667)])
def test_half_a_dong_is_rounded_up(base: int, points: int, tax: int) -> None:
    assert tax_vnd(base_vnd=base, basis_points=points) == tax
