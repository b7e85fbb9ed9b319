import datetime

import pytest

from catalogue.models import Category
from sellers.commission.domain.frozen import Commission, commissions
from sellers.commission.domain.rates import commission_vnd
from sellers.commission.models import CommissionRate
from sellers.models import Partner
from tests.factories.goods import ProductFactory, SellerFactory, category

TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def seller() -> Partner:
    return SellerFactory()


def rate(basis_points: int, **fields: object) -> CommissionRate:
    return CommissionRate.objects.create(
        **{"basis_points": basis_points, "valid_from": "2026-01-01", "basis": "QĐ 1", **fields}
    )


def kept(seller: Partner, *amounts: int, product_id: int = 0, on: datetime.date = TODAY) -> Commission:
    return commissions(sold={seller.pk: [(product_id, amount) for amount in amounts]}, on=on)[seller.pk]


@pytest.mark.parametrize(("amount", "expected"), [(0, 0), (100, 3), (99, 2), (120, 3), (98_000, 2_450)])
def test_commission_rounds_half_up(amount: int, expected: int) -> None:
    assert commission_vnd(amount_vnd=amount, basis_points=250) == expected


@pytest.mark.django_db
def test_without_any_rate_nothing_is_kept(seller: Partner) -> None:
    assert kept(seller, 100_000) == Commission(0, 0)


@pytest.mark.django_db
def test_a_part_is_rounded_once_not_line_by_line(seller: Partner) -> None:
    rate(250)
    assert kept(seller, 100, 100) == Commission(5, 250)
    assert kept(seller, 100) == Commission(3, 250)


@pytest.mark.django_db
def test_rates_hold_from_their_first_to_their_last_day(seller: Partner) -> None:
    rate(100, valid_from="2026-01-01", valid_to="2026-06-30")
    rate(200, valid_from="2026-07-01")
    days = (datetime.date(2025, 12, 31), datetime.date(2026, 6, 30), datetime.date(2026, 7, 1))
    assert [kept(seller, 10_000, on=day).basis_points for day in days] == [0, 100, 200]


@pytest.mark.django_db
def test_seller_comes_before_category_and_category_before_default(seller: Partner) -> None:
    food = category("Thực phẩm", "thuc-pham")
    spice = Category.objects.add_child(food, {"name": "Gia vị", "slug": "gia-vi-con"})
    food = Category.objects.get(pk=food.pk)
    product = ProductFactory()
    product.categories.add(spice)
    rate(100)
    assert kept(seller, 10_000, product_id=product.pk).basis_points == 100
    rate(200, category=food)
    assert kept(seller, 10_000, product_id=product.pk).basis_points == 200
    rate(300, category=spice)
    assert kept(seller, 10_000, product_id=product.pk).basis_points == 300
    rate(50, seller=seller)
    assert kept(seller, 10_000, product_id=product.pk).basis_points == 50
    assert kept(SellerFactory(), 10_000, product_id=product.pk).basis_points == 300


@pytest.mark.django_db
def test_rate_of_another_category_or_seller_does_not_apply(seller: Partner) -> None:
    rate(900, category=category("Vải", "vai"))
    rate(900, seller=SellerFactory())
    assert kept(seller, 10_000, product_id=ProductFactory().pk) == Commission(0, 0)
