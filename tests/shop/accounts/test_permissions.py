"""The doors of private pages: who is let in, who is sent where."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from sellers.models import Partner
from shop.accounts.enums import LISTING_ROLES, Role
from shop.accounts.models import User
from shop.accounts.permissions import driver, office, point_operator, seller_staff, signed_in
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import PointFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("trang kín")


def ask(user: User | AnonymousUser, *, method: str = "get", second_factor: bool = True, **headers: str) -> HttpRequest:
    request = getattr(RequestFactory(), method)("/kin/?trang=2", headers=headers)
    request.user = user
    request.session = sign_in(user, second_factor=second_factor).session if user.is_authenticated else SessionStore()
    return request


def grant(role: Role, **scope: object) -> User:
    return GrantFactory(role=role, **scope).user


def test_an_anonymous_visitor_is_sent_to_sign_in_and_back() -> None:
    response = signed_in(page)(ask(AnonymousUser()))
    assert (response.status_code, response["Location"]) == (302, "/tai-khoan/dang-nhap/?next=/kin/%3Ftrang%3D2")


def test_a_sent_form_leads_back_to_the_page_it_stood_on_and_never_to_another_site() -> None:
    own = signed_in(page)(ask(AnonymousUser(), method="post", Referer="http://testserver/gio-hang/?a=1"))
    foreign = signed_in(page)(ask(AnonymousUser(), method="post", Referer="https://evil.example/x"))
    assert own["Location"].endswith("?next=/gio-hang/%3Fa%3D1")
    assert foreign["Location"].endswith("?next=/kin/")


def test_a_fragment_and_a_device_are_told_instead_of_redirected() -> None:
    fragment = signed_in(page)(ask(AnonymousUser(), **{"HX-Request": "true", "Referer": "http://testserver/trang/"}))
    device = signed_in(page)(ask(AnonymousUser(), Accept="application/json"))
    assert (fragment.status_code, fragment["HX-Redirect"]) == (401, "/tai-khoan/dang-nhap/?next=%2Ftrang%2F")
    assert device.status_code == 401


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_the_office_lets_in_its_role_and_administrators(role: Role) -> None:
    assert office(Role.REVIEWER)(page)(ask(grant(role))).status_code == 200


@pytest.mark.parametrize("role", [Role.FINANCE, Role.DRIVER])
def test_the_office_refuses_another_role(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        office(Role.REVIEWER)(page)(ask(grant(role)))


def test_a_deactivated_administrator_is_refused() -> None:
    user = grant(Role.ADMINISTRATOR)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.refresh_from_db()
    with pytest.raises(PermissionDenied):
        office()(page)(ask(user))


def test_the_office_asks_for_the_second_factor_of_this_session(settings: object) -> None:
    user = grant(Role.REVIEWER)
    response = office()(page)(ask(user, second_factor=False))
    assert (response.status_code, response["Location"]) == (302, "/tai-khoan/hai-lop/?next=%2Fkin%2F%3Ftrang%3D2")
    settings.STAFF_SECOND_FACTOR = False
    assert office()(page)(ask(user, second_factor=False)).status_code == 200


def test_a_second_factor_used_by_somebody_else_in_this_session_does_not_count() -> None:
    other, user = UserFactory(), grant(Role.REVIEWER)
    request = ask(user)
    request.session = sign_in(other).session
    assert office()(page)(request).status_code == 302


def test_seller_staff_reach_only_their_own_seller() -> None:
    seller, foreign = SellerFactory(), SellerFactory()
    user = grant(Role.SELLER_PACKER, seller=seller)
    GrantFactory(role=Role.SELLER_OWNER, seller=foreign)
    request = ask(user)
    assert seller_staff()(page)(request).status_code == 200
    assert list(Partner.objects.filter(pk__in=request.reach.seller_ids)) == [seller]
    assert request.reach.listing_seller_ids == []
    with pytest.raises(PermissionDenied):
        seller_staff(LISTING_ROLES)(page)(ask(user))


def test_operators_and_drivers_have_their_own_doors() -> None:
    point = PointFactory()
    operator, chauffeur = grant(Role.POINT_OPERATOR, point=point), grant(Role.DRIVER)
    request = ask(operator)
    assert point_operator(page)(request).status_code == 200
    assert request.reach.point_ids == [point.pk]
    assert driver(page)(ask(chauffeur)).status_code == 200
    with pytest.raises(PermissionDenied):
        driver(page)(ask(operator))
    with pytest.raises(PermissionDenied):
        point_operator(page)(ask(chauffeur))


def test_a_province_limits_a_reviewer_and_not_an_administrator() -> None:
    mine = ProvinceFactory()
    other = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    SellerFactory(name="Của tỉnh khác", commune=None, province=other)
    here = SellerFactory(commune=None, province=mine)
    request = ask(grant(Role.REVIEWER, province=mine))
    office(Role.REVIEWER)(page)(request)
    assert list(request.reach.within(Partner.objects.all(), Role.REVIEWER)) == [here]
    chief = ask(grant(Role.ADMINISTRATOR))
    office(Role.REVIEWER)(page)(chief)
    assert chief.reach.within(Partner.objects.all(), Role.REVIEWER).count() == 2


def test_private_pages_are_not_stored_by_browsers_and_proxies() -> None:
    assert "no-store" in signed_in(page)(ask(UserFactory()))["Cache-Control"]
