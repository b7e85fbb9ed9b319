"""Sellers, roles, charges, orders and the trail."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sellers.enums import SellerState
from sellers.models import Partner
from sellers.standing.models import Measure
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.audit.models import AuditEvent
from shop.backoffice.domain.granting import GrantRefused, grant_role, revoke_role
from shop.communication.models import Message
from shop.shipping.models import HomeDeliveryRate
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, PointFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def office(role: Role = Role.ADMINISTRATOR, **scope: object) -> Client:
    return sign_in(GrantFactory(role=role, **scope).user)


@pytest.fixture
def elsewhere() -> Partner:
    province = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    return SellerFactory(name="HTX Nơi Khác", commune=CommuneFactory(province=province))


def test_sellers_are_listed_within_the_province(elsewhere: Partner) -> None:
    here = SellerFactory(name="HTX Ở Đây")
    for role in (Role.REVIEWER, Role.FINANCE):
        client = office(role, province=here.province)
        page = client.get(reverse("backoffice:sellers")).content.decode()
        assert "HTX Ở Đây" in page
        assert "HTX Nơi Khác" not in page
        assert client.get(reverse("backoffice:seller", args=[here.slug])).status_code == 200
        assert client.get(reverse("backoffice:seller", args=[elsewhere.slug])).status_code == 404


def test_suspending_is_announced_with_its_reason() -> None:
    seller, client = SellerFactory(), office(Role.REVIEWER)
    address = reverse("backoffice:begin_measure", args=[seller.slug])
    refused = client.post(address, {"ly_do": "xấu"})
    assert (refused.status_code, "xấu" in refused.content.decode()) == (422, True)
    assert client.post(address, {"ly_do": "Bán hàng không rõ nguồn gốc"}).status_code == 302
    seller.refresh_from_db()
    assert seller.state == SellerState.APPROVED
    assert Message.objects.get(template="measure_announced").recipient == seller.phone
    assert client.post(address, {"ly_do": "Bán hàng không rõ nguồn gốc"}).status_code == 422
    assert (
        "Bán hàng không rõ nguồn gốc" in client.get(reverse("backoffice:seller", args=[seller.slug])).content.decode()
    )
    assert seller.name in client.get(reverse("backoffice:sellers")).content.decode()


def test_measures_are_not_for_finance_nor_for_other_provinces(elsewhere: Partner) -> None:
    address = reverse("backoffice:begin_measure", args=[elsewhere.slug])
    reason = {"ly_do": "Bán hàng không rõ nguồn gốc"}
    assert office(Role.FINANCE).post(address, reason).status_code == 403
    assert office(Role.REVIEWER, province=ProvinceFactory()).post(address, reason).status_code == 404
    assert office(Role.REVIEWER).get(address).status_code == 405
    assert not Measure.objects.exists()


def test_an_administrator_gives_and_takes_roles() -> None:
    client, province = office(), ProvinceFactory()
    data = {"phone": "0987654321", "role": "reviewer", "province": province.pk}
    assert client.post(reverse("backoffice:roles"), data).status_code == 302
    grant = RoleGrant.objects.get(role=Role.REVIEWER)
    assert (grant.user.phone, grant.province) == ("+84987654321", province)
    assert "đã được giao" in client.post(reverse("backoffice:roles"), data).content.decode()
    assert client.post(reverse("backoffice:revoke_role", args=[grant.pk]), {"ly_do": "Chuyển việc"}).status_code == 302
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()
    assert list(AuditEvent.objects.values_list("action", "reason")) == [
        ("role.granted", ""),
        ("role.revoked", "Chuyển việc"),
    ]


def test_roles_are_for_administrators_only() -> None:
    for role in (Role.REVIEWER, Role.FINANCE, Role.COMMITTEE):
        client = office(role)
        data = {"phone": "0987654321", "role": "administrator"}
        assert client.post(reverse("backoffice:roles"), data).status_code == 403
        assert client.get(reverse("backoffice:roles")).status_code == 403
        assert client.get(reverse("backoffice:trail")).status_code == 403
    assert not User.objects.filter(phone="+84987654321").exists()


def test_a_role_names_what_it_is_for() -> None:
    by = UserFactory()
    with pytest.raises(GrantRefused, match="gian hàng"):
        grant_role(phone="+84987654321", role=Role.SELLER_OWNER, by=by, at=timezone.now())
    with pytest.raises(GrantRefused, match="điểm nhận"):
        grant_role(phone="+84987654321", role=Role.POINT_OPERATOR, by=by, at=timezone.now())
    point = PointFactory()
    grant = grant_role(
        phone="+84987654321", role=Role.POINT_OPERATOR, point=point, seller=SellerFactory(), by=by, at=timezone.now()
    )
    assert (grant.point, grant.seller) == (point, None)


def test_the_last_administrator_stays() -> None:
    chief = GrantFactory(role=Role.ADMINISTRATOR)
    with pytest.raises(GrantRefused):
        revoke_role(grant_id=chief.pk, by=chief.user, at=timezone.now(), reason="")
    GrantFactory(role=Role.ADMINISTRATOR)
    revoke_role(grant_id=chief.pk, by=chief.user, at=timezone.now(), reason="")
    assert RoleGrant.objects.count() == 1


def test_finance_sets_and_removes_home_delivery_charges() -> None:
    seller, client = SellerFactory(), office(Role.FINANCE)
    data = {"seller": seller.slug, "province": seller.province.pk, "amount_vnd": "30000", "days": "3"}
    assert client.post(reverse("backoffice:home_rates"), data).status_code == 302
    client.post(reverse("backoffice:home_rates"), {**data, "amount_vnd": "25000"})
    rate = HomeDeliveryRate.objects.get()
    assert (rate.seller, rate.province, rate.amount_vnd, rate.days) == (seller, seller.province, 25_000, 3)
    wrong = client.post(reverse("backoffice:home_rates"), {**data, "amount_vnd": "ba mươi nghìn"})
    assert (wrong.status_code, "Phí là số tiền chẵn" in wrong.content.decode()) == (422, True)
    assert "25.000" in client.get(reverse("backoffice:home_rates")).content.decode()
    client.post(reverse("backoffice:remove_home_rate", args=[rate.pk]))
    assert not HomeDeliveryRate.objects.exists()
    assert AuditEvent.objects.filter(action__startswith="home_rate").count() == 3


def test_charges_of_another_province_are_out_of_reach(elsewhere: Partner) -> None:
    client = office(Role.FINANCE, province=ProvinceFactory())
    rate = HomeDeliveryRate.objects.create(seller=elsewhere, amount_vnd=1000)
    data = {"seller": elsewhere.slug, "amount_vnd": "0", "days": "3"}
    assert client.post(reverse("backoffice:home_rates"), data).status_code == 422
    assert client.post(reverse("backoffice:remove_home_rate", args=[rate.pk])).status_code == 404
    assert "HTX Nơi Khác" not in client.get(reverse("backoffice:home_rates")).content.decode()
    rate.refresh_from_db()
    assert rate.amount_vnd == 1000


def test_every_office_page_opens_for_the_administrator() -> None:
    client = office()
    SellerFactory()
    for name in ("home", "queue", "sellers", "orders", "home_rates", "roles", "trail"):
        assert client.get(reverse(f"backoffice:{name}")).status_code == 200, name
