"""Deciding on an application, as the reviewer's browser does it."""

import pytest
from django.test import Client
from django.urls import reverse

from sellers.documents.models import DocumentKind
from sellers.models import Partner
from sellers.onboarding.models import ApplicationState, SellerApplication
from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from tests.factories.applications import ApplicationFactory, DocumentFactory, judged
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> SellerApplication:
    return judged(ApplicationFactory(submitted=True, papers=True, name="HTX Tỏi Cát"))


@pytest.fixture
def reviewer(application: SellerApplication) -> Client:
    user = UserFactory(full_name="Lê Thu Hà")
    GrantFactory(user=user, role=Role.REVIEWER, province=application.commune.province)
    return sign_in(user)


def page_of(application: SellerApplication) -> str:
    return reverse("backoffice:application", args=[application.pk])


def decide(client: Client, application: SellerApplication, **data: str) -> object:
    sent = {"da_xem": application.submitted_at.isoformat(), **data}
    return client.post(reverse("backoffice:decide", args=[application.pk]), sent)


def judge(client: Client, application: SellerApplication, kind: str, **data: str) -> object:
    document = application.documents.get(kind=kind, replaced_by=None)
    return client.post(reverse("backoffice:judge_paper", args=[application.pk, document.pk]), data)


def test_the_page_shows_papers_beside_checks(reviewer: Client, application: SellerApplication) -> None:
    SellerFactory(name="HTX Cũ", tax_code=application.tax_code)
    page = reviewer.get(page_of(application)).content.decode()
    shown = application.documents.order_by("kind").first()
    assert reverse("documents:show", args=[shown.pk]) in page
    assert "HTX Cũ" in page
    assert "Tên khác hồ sơ" in page


def test_approving_opens_the_shop(reviewer: Client, application: SellerApplication) -> None:
    assert decide(reviewer, application, ket_luan="duyet")["Location"] == reverse("backoffice:queue")
    application.refresh_from_db()
    assert application.state == ApplicationState.APPROVED
    assert Partner.objects.get() == application.seller
    shop = reviewer.get(reverse("backoffice:seller", args=[application.seller.slug])).content.decode()
    assert "duyệt, mở gian hàng" in shop
    assert application.number in shop
    owner = sign_in(application.applicant, second_factor=False)
    assert "Gian hàng đã mở" in owner.get(reverse("onboarding:status")).content.decode()


def test_judging_a_paper_needs_a_reason_and_keeps_it(reviewer: Client, application: SellerApplication) -> None:
    refused = judge(reviewer, application, DocumentKind.FOOD_SAFETY, ket_qua="sua", ly_do="mờ")
    assert refused.status_code == 422
    assert 'value="mờ"' in refused.content.decode()
    assert (
        judge(reviewer, application, DocumentKind.FOOD_SAFETY, ket_qua="sua", ly_do="Ảnh mờ, chụp lại").status_code
        == 302
    )
    assert judge(reviewer, application, DocumentKind.IDENTITY, ket_qua="dat").status_code == 302
    page = decide(reviewer, application, ket_luan="duyet").content.decode()
    assert "Chưa duyệt được" in page
    assert not Partner.objects.exists()


def test_asking_for_changes_sends_fields_and_refused_papers(reviewer: Client, application: SellerApplication) -> None:
    judge(reviewer, application, DocumentKind.FOOD_SAFETY, ket_qua="sua", ly_do="Ảnh mờ, chụp lại nhé")
    data = {"muc_bank_account": "sua", "ly_do_bank_account": "Tài khoản cần đứng tên hợp tác xã", "muc_name": "dat"}
    assert decide(reviewer, application, ket_luan="bo-sung", **data).status_code == 302
    application.refresh_from_db()
    assert application.state == ApplicationState.CHANGES_ASKED
    assert set(application.requests.values_list("subject", flat=True)) == {"bank_account", "food_safety"}


def test_a_missing_reason_keeps_what_was_typed(reviewer: Client, application: SellerApplication) -> None:
    data = {"muc_bank_account": "sua", "ly_do_bank_account": "sai"}
    response = decide(reviewer, application, ket_luan="bo-sung", **data)
    assert response.status_code == 422
    assert 'value="sai"' in response.content.decode()
    assert decide(reviewer, application, ket_luan="tu-choi", ly_do="").status_code == 422
    assert decide(reviewer, application).status_code == 422
    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_a_second_decision_is_refused_with_who_was_faster(reviewer: Client, application: SellerApplication) -> None:
    decide(reviewer, application, ket_luan="duyet")
    late = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    response = decide(late, application, ket_luan="tu-choi", ly_do="Không đủ điều kiện bán")
    assert response.status_code == 409
    assert "Hồ sơ đã được Lê Thu Hà xử lý" in response.content.decode()
    assert AuditEvent.objects.filter(action__in=["application.approved", "application.rejected"]).count() == 1


def test_a_version_the_reviewer_did_not_see_is_not_approved(reviewer: Client, application: SellerApplication) -> None:
    response = decide(reviewer, application, ket_luan="duyet", da_xem="2026-01-01T00:00:00+00:00")
    assert response.status_code == 409
    assert "vừa gửi lại" in response.content.decode()
    assert decide(reviewer, application, ket_luan="duyet", da_xem="").status_code == 409
    assert not Partner.objects.exists()


def test_a_reviewer_of_another_province_can_neither_see_nor_act(application: SellerApplication) -> None:
    elsewhere = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    client = sign_in(GrantFactory(role=Role.REVIEWER, province=elsewhere).user)
    assert client.get(page_of(application)).status_code == 404
    assert decide(client, application, ket_luan="duyet").status_code == 404
    assert judge(client, application, DocumentKind.IDENTITY, ket_qua="dat").status_code == 404
    assert not AuditEvent.objects.exists()


def test_a_paper_of_another_application_cannot_be_judged_through_mine(
    reviewer: Client, application: SellerApplication
) -> None:
    foreign = DocumentFactory(application=ApplicationFactory(submitted=True))
    address = reverse("backoffice:judge_paper", args=[application.pk, foreign.pk])
    assert reviewer.post(address, {"ket_qua": "dat"}).status_code == 404


def test_what_applicants_type_is_never_markup(reviewer: Client, application: SellerApplication) -> None:
    SellerApplication.objects.filter(pk=application.pk).update(
        name="<script>alert(1)</script>", applicant_note="<img src=x onerror=alert(1)>"
    )
    page = reviewer.get(page_of(application)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_office_home_counts_what_waits(reviewer: Client, application: SellerApplication) -> None:
    page = reviewer.get(reverse("backoffice:home")).content.decode()
    assert "HTX Tỏi Cát" in page
    assert sign_in(GrantFactory(role=Role.FINANCE).user).get(reverse("backoffice:home")).status_code == 200
