"""A producer writes an application, page by page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.onboarding.models import ApplicationState, ReviewRequest, SellerApplication
from shop.communication.models import Message
from shop.regions.models import FormerCommune
from tests.factories.applications import ApplicationFactory, DocumentFactory, attestations, picture
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

SHOP = {"name": "HTX  Tỏi Cát", "legal_type": "cooperative", "goods": "Tỏi khô", "goods_kinds": ["food"]}
IDENTITY = {
    "tax_code": "0100 233 488",
    "registration_no": "4507000123",
    "representative": "Bùi Thị Cát",
    "phone": "0912 345 678",
}
BANK = {"bank_bin": "970405", "bank_account": "1234 5678 90", "bank_holder": "htx tỏi cát"}


def url(slug: str) -> str:
    return reverse("onboarding:step", args=[slug])


def photo(name: str = "giay.jpg", color: str = "white") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(color), content_type="image/jpeg")


@pytest.fixture
def applicant() -> Client:
    client = sign_in(UserFactory(), second_factor=False)
    return client


def application() -> SellerApplication:
    return SellerApplication.objects.get()


def consent() -> dict[str, str]:
    return {"consent": "on", **{f"cam_ket_{pk}": "on" for pk in attestations(application())}}


def test_the_landing_page_is_public_and_sets_no_cookie() -> None:
    response = Client().get(reverse("onboarding:landing"))
    assert response.status_code == 200
    assert not response.cookies
    assert "Giấy chứng nhận đăng ký hợp tác xã" in response.content.decode()


def test_writing_needs_an_account_and_leads_back() -> None:
    for slug in ("gian-hang", "phap-ly", "dia-chi", "nhan-tien", "giay-to", "gui-duyet"):
        assert Client().get(url(slug))["Location"].startswith("/tai-khoan/dang-nhap/?next=/dang-ky-ban-hang/buoc/")


def test_looking_makes_no_application(applicant: Client) -> None:
    applicant.get(url("gian-hang"))
    applicant.get(url("giay-to"))
    assert not SellerApplication.objects.exists()


def test_a_producer_writes_and_sends_a_whole_application(applicant: Client) -> None:
    commune = CommuneFactory()
    assert applicant.post(url("gian-hang"), SHOP)["Location"] == url("phap-ly")
    assert applicant.post(url("phap-ly"), IDENTITY)["Location"] == url("dia-chi")
    address = {"tinh": commune.province_id, "commune": commune.pk, "address_line": "Thôn 1"}
    assert applicant.post(url("dia-chi"), address)["Location"] == url("nhan-tien")
    assert applicant.post(url("nhan-tien"), BANK)["Location"] == url("giay-to")
    files = {
        "business_registration": photo("dk.jpg", "red"),
        "identity": [photo("truoc.jpg", "blue"), photo("sau.jpg", "green")],
        "food_safety": photo("attp.jpg", "yellow"),
    }
    assert applicant.post(url("giay-to"), files)["Location"] == url("gui-duyet")
    assert "HTX Tỏi Cát" in applicant.get(url("gui-duyet")).content.decode()
    assert applicant.post(url("gui-duyet"), {"consent": "on"}).status_code == 200  # the attestations are not ticked
    assert applicant.post(url("gui-duyet"), consent())["Location"] == reverse("onboarding:status")
    mine = application()
    assert (mine.state, mine.name, mine.tax_code) == (ApplicationState.SUBMITTED, "HTX Tỏi Cát", "0100233488")
    assert (mine.phone, mine.bank_account, mine.bank_holder) == ("+84912345678", "1234567890", "HTX TOI CAT")
    assert mine.commune == commune
    assert mine.consented_at is not None
    assert mine.documents.count() == 4
    assert Message.objects.get(template="application_submitted").recipient == mine.applicant.phone
    assert "Đang chờ người xét duyệt xem" in applicant.get(reverse("onboarding:status")).content.decode()


def test_a_mistake_keeps_what_was_typed_and_saves_nothing(applicant: Client) -> None:
    applicant.post(url("gian-hang"), SHOP)
    page = applicant.post(url("phap-ly"), {**IDENTITY, "tax_code": "0100233480"}).content.decode()
    assert "chữ số sai" in page
    assert 'value="0100233480"' in page
    assert 'value="Bùi Thị Cát"' in page
    assert application().tax_code == ""


def test_leaving_and_coming_back_goes_on_at_the_first_gap(applicant: Client) -> None:
    assert applicant.post(url("gian-hang"), {**SHOP, "sau": "thoat"})["Location"] == reverse("onboarding:landing")
    assert applicant.get(reverse("onboarding:resume"))["Location"] == url("phap-ly")


def test_a_household_states_a_personal_number_and_a_company_does_not(applicant: Client) -> None:
    applicant.post(url("gian-hang"), {**SHOP, "legal_type": "household"})
    assert "ở đây có 10" in applicant.post(url("phap-ly"), IDENTITY).content.decode()
    assert applicant.post(url("phap-ly"), {**IDENTITY, "tax_code": "058185001234"}).status_code == 302


def test_a_province_shows_its_communes_without_javascript(applicant: Client) -> None:
    commune = CommuneFactory(name="Xã Phước Hà")
    far = CommuneFactory(name="Xã Xa Lạ", province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    page = applicant.post(url("dia-chi"), {"tinh": commune.province_id, "viec": "tinh", "address_line": "Thôn 9"})
    text = page.content.decode()
    assert "Xã Phước Hà" in text
    assert "Xã Xa Lạ" not in text
    assert 'value="Thôn 9"' in text
    refused = applicant.post(url("dia-chi"), {"tinh": commune.province_id, "commune": far.pk, "address_line": "x"})
    assert "không thuộc tỉnh đã chọn" in refused.content.decode()


def test_an_old_name_finds_the_present_commune(applicant: Client) -> None:
    commune = CommuneFactory(name="Xã Phước Dinh")
    FormerCommune.objects.create(
        province_name="Ninh Thuận",
        district_name="Huyện Ninh Phước",
        name="Xã An Hải",
        code="22900",
        search_key="xa an hai huyen ninh phuoc ninh thuan",
        commune=commune,
    )
    page = applicant.post(url("dia-chi"), {"ten_xa": "an hải", "viec": "tim"}).content.decode()
    assert "Xã Phước Dinh, Khánh Hòa" in page
    assert "Trước đây: Xã An Hải" in page
    saved = applicant.post(url("dia-chi"), {"ten_xa": "an hải", "commune": commune.pk, "address_line": "Thôn 1"})
    assert saved.status_code == 302
    assert application().commune == commune


def test_the_communes_of_a_province_come_as_a_fragment(applicant: Client) -> None:
    commune = CommuneFactory(name="Xã Phước Hà")
    page = applicant.get(reverse("onboarding:communes"), {"tinh": commune.province_id}).content.decode()
    assert "Xã Phước Hà" in page
    assert "<html" not in page


def test_one_bad_file_does_not_lose_the_good_ones(applicant: Client) -> None:
    applicant.post(url("gian-hang"), SHOP)
    bad = SimpleUploadedFile("anh.jpg", b"<script>alert(1)</script>", content_type="image/jpeg")
    page = applicant.post(url("giay-to"), {"business_registration": photo(), "identity": bad}).content.decode()
    assert "anh.jpg" in page
    assert "Còn thiếu giấy này" in page
    assert [paper.kind for paper in Document.objects.all()] == [DocumentKind.BUSINESS_REGISTRATION]


def test_the_same_file_twice_is_kept_once(applicant: Client) -> None:
    applicant.post(url("gian-hang"), SHOP)
    for _ in range(2):
        applicant.post(url("giay-to"), {"identity": photo(), "viec": "tai"})
    assert Document.objects.count() == 1


def test_a_paper_can_be_taken_back_with_its_file(applicant: Client, django_capture_on_commit_callbacks: object) -> None:
    applicant.post(url("gian-hang"), SHOP)
    applicant.post(url("giay-to"), {"identity": photo(), "viec": "tai"})
    paper = Document.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        applicant.post(reverse("onboarding:remove_paper", args=[paper.pk]))
    assert not Document.objects.exists()
    assert not paper.file.storage.exists(paper.file.name)


def test_nobody_takes_another_ones_paper_away(applicant: Client) -> None:
    applicant.post(url("gian-hang"), SHOP)
    foreign = DocumentFactory(application=ApplicationFactory())
    assert applicant.post(reverse("onboarding:remove_paper", args=[foreign.pk])).status_code == 404
    assert Document.objects.filter(pk=foreign.pk).exists()


def test_sending_needs_consent_and_everything(applicant: Client) -> None:
    applicant.post(url("gian-hang"), SHOP)
    assert "Hãy đánh dấu đồng ý" in applicant.post(url("gui-duyet"), {}).content.decode()
    page = applicant.post(url("gui-duyet"), consent()).content.decode()
    assert "Hồ sơ còn thiếu vài mục" in page
    assert "Mã số thuế" in page
    assert application().state == ApplicationState.DRAFT


def test_a_sent_application_cannot_be_changed_from_an_old_tab() -> None:
    mine = ApplicationFactory(submitted=True, papers=True)
    client = sign_in(mine.applicant, second_factor=False)
    for slug, data in (("gian-hang", SHOP), ("nhan-tien", BANK), ("giay-to", {"identity": photo()})):
        assert client.post(url(slug), data)["Location"] == reverse("onboarding:status")
    mine.refresh_from_db()
    assert mine.name != "HTX Tỏi Cát"
    assert mine.documents.count() == 3


def test_the_reviewers_requests_are_shown_and_answered() -> None:
    mine = ApplicationFactory(papers=True, state=ApplicationState.CHANGES_ASKED)
    refused = mine.documents.get(kind=DocumentKind.FOOD_SAFETY)
    Document.objects.filter(pk=refused.pk).update(state=DocumentState.REJECTED, reason="Ảnh mờ, không đọc được")
    for subject in ("food_safety", "bank_holder"):
        ReviewRequest.objects.create(
            application=mine, subject=subject, reason=f"Nhờ sửa {subject}", asked_at="2026-11-23T09:00Z"
        )
    client = sign_in(mine.applicant, second_factor=False)
    page = client.get(reverse("onboarding:status")).content.decode()
    assert "Nhờ sửa food_safety" in page
    assert "Nhờ sửa bank_holder" in page
    assert client.post(url("gui-duyet"), consent()).status_code == 200  # the refused paper is still missing
    back = client.post(url("giay-to"), {"food_safety": photo("moi.jpg", "pink"), "sau": "ho-so"})
    assert back["Location"] == reverse("onboarding:status")
    assert client.post(url("nhan-tien"), {**BANK, "sau": "ho-so"})["Location"] == reverse("onboarding:status")
    assert client.post(url("gui-duyet"), consent()).status_code == 302
    mine.refresh_from_db()
    assert mine.state == ApplicationState.SUBMITTED
    assert not mine.requests.filter(resolved_at=None).exists()
    refused.refresh_from_db()
    assert refused.replaced_by is not None


def test_hidden_fields_cannot_decide(applicant: Client) -> None:
    applicant.post(url("gian-hang"), {**SHOP, "state": "approved", "reviewer": "1", "seller": "1"})
    assert application().state == ApplicationState.DRAFT
