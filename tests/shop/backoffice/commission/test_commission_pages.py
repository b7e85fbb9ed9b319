import pytest
from django.utils import timezone

from sellers.commission.models import CommissionRate
from shop.accounts.enums import Role
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory
from tests.factories.places import ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ADDRESS = "/quan-tri/phi-san/"


def answers(**more: str) -> dict[str, str]:
    return {
        "seller": "",
        "category": "",
        "per_cent": "2,5",
        "valid_from": f"{timezone.localdate()}",
        "basis": "QĐ 1",
    } | more


def test_finance_sets_and_ends_a_rate() -> None:
    client = sign_in(GrantFactory(role=Role.FINANCE).user)
    assert client.post(ADDRESS, answers()).status_code == 302
    rate = CommissionRate.objects.get()
    assert rate.basis_points == 250
    assert "2,5\u00a0%" in client.get(ADDRESS).content.decode()
    client.post(f"{ADDRESS}{rate.pk}/ngung/")
    rate.refresh_from_db()
    assert rate.valid_to == timezone.localdate()


def test_what_is_wrong_is_said_and_kept() -> None:
    client = sign_in(GrantFactory(role=Role.FINANCE).user)
    answer = client.post(ADDRESS, answers(valid_from="2020-01-01", basis="Hợp đồng 7"))
    assert answer.status_code == 422
    assert "sớm nhất từ hôm nay" in answer.content.decode() and "Hợp đồng 7" in answer.content.decode()
    assert client.post(ADDRESS, answers(per_cent="51")).status_code == 422


def test_finance_of_a_province_sets_only_what_its_sellers_agreed() -> None:
    province = ProvinceFactory(code="56", name="Khánh Hòa", full_name="Khánh Hòa", slug="khanh-hoa")
    elsewhere = ProvinceFactory(code="01", name="Hà Nội", full_name="Hà Nội", slug="ha-noi")
    client = sign_in(GrantFactory(role=Role.FINANCE, province=province).user)
    mine, other = SellerFactory(province=province), SellerFactory(province=elsewhere)
    general = CommissionRate.objects.create(basis_points=300, valid_from="2026-01-01", basis="QĐ 1")
    assert client.post(ADDRESS, answers()).status_code == 422
    assert client.post(ADDRESS, answers(seller=other.slug)).status_code == 422
    assert client.post(ADDRESS, answers(seller=mine.slug)).status_code == 302
    assert client.post(f"{ADDRESS}{general.pk}/ngung/").status_code == 404
