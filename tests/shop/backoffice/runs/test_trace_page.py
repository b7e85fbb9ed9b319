"""A parcel's code, or its order's number, shows who holds it and every hand it went through."""

import pytest
from django.test import Client

from shop.accounts.enums import Role
from shop.fulfilment.models import Parcel
from tests.factories.people import GrantFactory
from tests.factories.places import ProvinceFactory
from tests.factories.road import a_stop, carry, order_at
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def text(client: Client, words: str) -> str:
    return str(client.get("/quan-tri/kien/", {"ma": words}).content.decode())


@pytest.fixture
def box() -> Parcel:
    return carry(order_at(a_stop()))[0]


def test_the_whole_chain_is_shown(box: Parcel) -> None:
    client = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    for words in (box.code.lower(), box.seller_order.number, box.seller_order.order.number):
        html = text(client, words)
        assert box.seller_order.seller.name in html
        assert str(box.run_stop.run.driver) in html
        assert f"<b>{box.run_stop.point.name}</b>" in html
    assert "Không có kiện hay đơn nào" in text(client, "K-0000")


def test_another_province_finds_nothing(box: Parcel) -> None:
    province = ProvinceFactory(code="01", name="Hà Nội", full_name="Hà Nội", slug="ha-noi")
    elsewhere = sign_in(GrantFactory(role=Role.ADMINISTRATOR, province=province).user)
    assert box.seller_order.seller.name not in text(elsewhere, box.code)
