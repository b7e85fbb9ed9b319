"""An admin phones sellers of the own province and writes down what came of it."""

import datetime

import pytest
from django.utils import timezone

from shop.accounts.enums import Role
from shop.aftersales.models import Call
from shop.order.models import SellerOrder
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/can-goi/"


def a_call(seller_name: str, province: str = "56") -> Call:
    commune = CommuneFactory(province=ProvinceFactory(code=province, slug=f"tinh-{province}"))
    seller = SellerFactory(name=seller_name, commune=commune)
    owner = UserFactory(phone="+84977000222", full_name="Chị Bán Hàng") if province == "56" else UserFactory()
    GrantFactory(user=owner, role=Role.SELLER_OWNER, seller=seller)
    part = placed_order(stocked_product(seller=seller)).seller_orders.get()
    since = timezone.now() - datetime.timedelta(hours=3)
    return Call.objects.create(seller_order=part, since=since, made_at=since)


def test_reviewer_sees_whom_to_phone_in_the_own_province_only() -> None:
    a_call("HTX Gần"), a_call("HTX Xa", "01")
    page = sign_in(GrantFactory(role=Role.REVIEWER, province_id="56").user).get(LIST).content.decode()
    assert "HTX Gần" in page and "0977 000 222" in page and "3 giờ" in page
    assert "HTX Xa" not in page


def test_outcome_is_recorded_and_the_order_leaves_the_list() -> None:
    call = a_call("HTX Gần")
    client = sign_in(GrantFactory(role=Role.REVIEWER, province_id="56").user)
    client.post(f"{LIST}{call.pk}/ket-qua/", {"ket_qua": "confirmed", "ghi_chu": "Hẹn chiều giao"})
    assert SellerOrder.objects.get().state == "confirmed"
    assert "HTX Gần" not in client.get(LIST).content.decode()
    assert "Hẹn chiều giao" in client.get(f"{LIST}?loc=xong").content.decode()


@pytest.mark.parametrize("data", [{}, {"ket_qua": "cancelled", "ghi_chu": ""}])
def test_incomplete_outcome_says_what_is_missing_and_changes_nothing(data: dict[str, str]) -> None:
    call = a_call("HTX Gần")
    client = sign_in(GrantFactory(role=Role.REVIEWER, province_id="56").user)
    assert client.post(f"{LIST}{call.pk}/ket-qua/", data).status_code == 422
    assert (call.attempts.count(), SellerOrder.objects.get().state) == (0, "placed")
