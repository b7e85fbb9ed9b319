"""A seller says how long goods take to be ready."""

import pytest
from django.test import Client

from shop.accounts.enums import Role
from shop.shipping.models import LeadTime
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.listings import seller_user

pytestmark = pytest.mark.django_db
PAGE = "/kenh-nguoi-ban/thoi-gian-chuan-bi/"


@pytest.fixture
def owner(client: Client):
    seller = SellerFactory()
    client.force_login(seller_user(seller, Role.SELLER_OWNER))
    return seller


def lead_times(seller) -> dict:
    return dict(LeadTime.objects.filter(seller=seller).values_list("product", "days"))


def test_one_number_for_all_and_another_for_one_good(client, owner):
    pot = stocked_product(seller=owner, title="Bình gốm")
    client.post(PAGE, {"days": "1", "product": pot.pk, "product_days": "9"})
    assert lead_times(owner) == {None: 1, pot.pk: 9}
    assert "Cần 9 ngày chuẩn bị" in client.get(pot.get_absolute_url()).content.decode()
    client.post(PAGE, {"days": "0", f"day-{pot.pk}": ""})
    assert lead_times(owner) == {}


def test_bad_numbers_are_kept_and_explained(client, owner):
    answer = client.post(PAGE, {"days": "90"})
    assert answer.status_code == 422
    assert "Ghi số ngày từ 0 đến 60." in answer.content.decode() and 'value="90"' in answer.content.decode()
    assert lead_times(owner) == {}


def test_another_sellers_goods_cannot_be_named(client, owner):
    foreign = stocked_product()
    assert client.post(PAGE, {"days": "0", "product": foreign.pk, "product_days": "9"}).status_code == 422
    assert LeadTime.objects.count() == 0
