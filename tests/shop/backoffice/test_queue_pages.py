"""The approval queue: what waits, for whom, in which order."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sellers.enums import LegalType
from sellers.onboarding.models import ApplicationState, SellerApplication
from shop.accounts.enums import Role
from shop.backoffice.queue import answer_due
from tests.factories.applications import ApplicationFactory
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

QUEUE = reverse("backoffice:queue")


def office(role: Role = Role.ADMINISTRATOR, **scope: object) -> Client:
    return sign_in(GrantFactory(role=role, **scope).user)


def text(client: Client, **query: str) -> str:
    response = client.get(QUEUE, query)
    assert response.status_code == 200
    return response.content.decode()


def waiting(name: str, hours: float, **fields: object) -> SellerApplication:
    application = ApplicationFactory(submitted=True, name=name, **fields)
    sent = timezone.now() - datetime.timedelta(hours=hours)
    SellerApplication.objects.filter(pk=application.pk).update(submitted_at=sent)
    return application


def test_the_longest_waiting_comes_first_and_drafts_are_not_there() -> None:
    waiting("HTX Mới Gửi", 1)
    waiting("HTX Gửi Lâu", 200)
    ApplicationFactory(name="HTX Còn Nháp")
    page = text(office())
    assert page.index("HTX Gửi Lâu") < page.index("HTX Mới Gửi")
    assert "HTX Còn Nháp" not in page
    assert "8 ngày 8 giờ" in page
    assert "Quá hạn" in page


def test_a_reviewer_of_a_province_sees_that_province_only() -> None:
    elsewhere = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    here = waiting("HTX Ở Đây", 1)
    there = waiting("HTX Nơi Khác", 1, commune=CommuneFactory(province=elsewhere))
    client = office(Role.REVIEWER, province=here.commune.province)
    page = text(client)
    assert "HTX Ở Đây" in page
    assert "HTX Nơi Khác" not in page
    assert "Hà Nội" not in page
    assert client.get(reverse("backoffice:application", args=[there.pk])).status_code == 404
    assert "HTX Nơi Khác" not in client.get(reverse("backoffice:home")).content.decode()


def test_filters_narrow_the_queue() -> None:
    waiting("HTX Rau Sạch", 1, tax_code="0100233488")
    waiting("Cơ sở Mắm Bảy", 1, legal_type=LegalType.HOUSEHOLD, tax_code="058185001234")
    done = waiting("HTX Xong Rồi", 1)
    SellerApplication.objects.filter(pk=done.pk).update(state=ApplicationState.APPROVED)
    client = office()
    assert "Mắm Bảy" not in text(client, q="rau")
    assert "Rau Sạch" not in text(client, q="058185")
    assert "Rau Sạch" not in text(client, **{"loai-hinh": "household"})
    assert "Xong Rồi" in text(client, **{"trang-thai": "da-duyet"})
    assert "Xong Rồi" not in text(client)
    assert "Không có hồ sơ nào" in text(client, q="không có đâu")


def test_the_number_on_the_phone_finds_the_application() -> None:
    wanted = waiting("HTX Cần Tìm", 1)
    waiting("HTX Khác", 1)
    page = text(office(), q=wanted.number)
    assert "HTX Cần Tìm" in page
    assert "HTX Khác" not in page


def test_htmx_gets_the_rows_alone() -> None:
    waiting("HTX Rau", 1)
    page = office().get(QUEUE, headers={"HX-Request": "true"}).content.decode()
    assert "HTX Rau" in page
    assert "<html" not in page


def test_the_queue_is_closed_to_others() -> None:
    assert office(Role.FINANCE).get(QUEUE).status_code == 403
    assert sign_in(UserFactory()).get(QUEUE).status_code == 403
    assert Client().get(QUEUE)["Location"] == f"/tai-khoan/dang-nhap/?next={QUEUE}"


def test_weekends_do_not_make_an_answer_late() -> None:
    friday = datetime.datetime(2026, 11, 27, 3, 0, tzinfo=datetime.UTC)
    assert answer_due(friday) == datetime.datetime(2026, 11, 30, 3, 0, tzinfo=datetime.UTC)
    assert answer_due(friday - datetime.timedelta(days=3)) == friday - datetime.timedelta(days=2)


def test_the_queue_costs_the_same_whatever_its_length() -> None:
    client = office()
    for n in range(3):
        waiting(f"HTX {n}", n)
    text(client)
    with CaptureQueriesContext(connection) as few:
        text(client)
    for n in range(20):
        waiting(f"HTX thêm {n}", n)
    with CaptureQueriesContext(connection) as many:
        text(client)
    assert len(many) == len(few)
