"""Moderating listings, as the reviewer's browser does it."""

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.models import Product
from sellers.listings.domain import pictures, writing
from sellers.listings.models import Listing, ListingState
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant
from tests.factories.goods import SellerFactory
from tests.factories.listings import clean_picture, draft, ocop_typed, published, seller_user, submitted, typed
from tests.factories.people import GrantFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


def office(role: Role = Role.REVIEWER, **scope: object) -> Client:
    return sign_in(GrantFactory(role=role, **scope).user)


def address(listing: Listing, act: str = "") -> str:
    return f"/quan-tri/tin-dang/{listing.pk}/{act}"


def decide(client: Client, listing: Listing, verdict: str, **data: object) -> object:
    sent = {"da_xem": listing.submitted_at.isoformat(), "ket_luan": verdict, **data}
    return client.post(address(listing, "quyet-dinh/"), sent)


def edited(**changes: object) -> Listing:
    """A live good with a submitted edit."""
    listing = published()
    user, now = seller_user(listing.seller), timezone.now()
    pictures.add_picture(listing=listing, clean=clean_picture(9), actor=user, at=now)
    writing.save_draft(listing=listing, typed=typed(**changes), actor=user, at=now)
    return writing.submit(listing=listing, actor=user, at=now)


def test_the_queue_leads_to_the_listing() -> None:
    listing = submitted()

    page = office().get("/quan-tri/ho-so/").content.decode()

    assert "Tỏi đen Phan Rang" in page
    assert address(listing) in page


def test_an_edit_shows_what_buyers_see_beside_what_is_proposed() -> None:
    listing = edited(name="Tỏi đen số 1 Phan Rang", storage="Tủ mát")

    page = office().get(address(listing)).content.decode()

    assert "<del>Tỏi đen Phan Rang lên men 60 ngày</del>" in page
    assert "<ins>Tỏi đen số 1 Phan Rang</ins>" in page
    assert "<del>Nơi khô mát</del>" in page and "<ins>Tủ mát</ins>" in page
    assert "Thành phần" in page.split("Giữ nguyên:")[1]
    assert "Ảnh đang bán 1" in page
    assert "luật quảng cáo" in page


def test_the_certificate_stands_beside_what_was_typed() -> None:
    listing = submitted(document=True, **ocop_typed())

    page = office().get(address(listing)).content.decode()

    assert f"/giay-to/{listing.certificate_document_id}/" in page
    assert "1846/QĐ-UBND" in page and "UBND tỉnh Khánh Hòa" in page


def test_approving_puts_the_good_on_the_shelf() -> None:
    listing = submitted()

    answer = decide(office(), listing, "duyet")

    assert answer.status_code == 302
    assert Product.objects.get().is_public


def test_ticked_remarks_and_own_words_reach_the_seller() -> None:
    listing = submitted(name="Tỏi đen số 1 Phan Rang")
    client = office()
    page = client.get(address(listing)).content.decode()
    remark = next(line for line in page.split('value="') if "luật quảng cáo" in line).split('"')[0]

    decide(client, listing, "bo-sung", diem=[remark], ly_do="Ảnh nhãn mờ.")

    listing.refresh_from_db()
    assert listing.state == ListingState.CHANGES_ASKED
    assert "luật quảng cáo" in listing.decision_reason and listing.decision_reason.endswith("Ảnh nhãn mờ.")
    seller = Client()
    seller.force_login(seller_user(listing.seller))
    assert "Ảnh nhãn mờ." in seller.get(f"/kenh-nguoi-ban/san-pham/{listing.pk}/").content.decode()


def test_a_verdict_without_reason_keeps_the_page() -> None:
    listing = submitted()

    answer = decide(office(), listing, "tu-choi", ly_do=" ")

    assert answer.status_code == 422
    assert "ít nhất một điểm" in answer.content.decode()
    assert Listing.objects.get().state == ListingState.SUBMITTED


def test_a_second_decision_is_refused_with_a_sentence() -> None:
    listing = submitted()
    decide(office(), listing, "duyet")

    answer = decide(office(), listing, "tu-choi", ly_do="Trùng tin.")

    assert answer.status_code == 409
    assert "Quyết định thứ hai không được ghi" in answer.content.decode()
    assert Listing.objects.get().state == ListingState.PUBLISHED


def test_a_newer_version_is_shown_before_it_is_decided() -> None:
    listing = submitted()
    user = seller_user(listing.seller)
    old = Listing.objects.get()
    writing.recall(listing=listing, actor=user, at=timezone.now())
    writing.save_draft(listing=listing, typed=typed(name="Tỏi đen bản hai"), actor=user, at=timezone.now())
    writing.submit(listing=listing, actor=user, at=timezone.now())

    answer = decide(office(), old, "duyet")

    assert answer.status_code == 409
    assert "Tỏi đen bản hai" in answer.content.decode()
    assert not Product.objects.exists()


def test_nobody_decides_for_the_seller_he_works_for() -> None:
    listing = submitted()
    user = GrantFactory(role=Role.REVIEWER).user
    RoleGrant.objects.create(user=user, role=Role.SELLER_PACKER, seller=listing.seller)

    assert decide(sign_in(user), listing, "duyet").status_code == 403
    assert not Product.objects.exists()


def test_a_reviewer_reaches_only_his_provinces_and_no_draft() -> None:
    elsewhere = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    far = submitted(seller=SellerFactory(commune=CommuneFactory(province=elsewhere)), name="Cốm làng Vòng")
    own_draft = draft(seed=3)
    client = office(province=own_draft.seller.province)

    assert client.get(address(far)).status_code == 404
    assert decide(client, far, "duyet").status_code == 404
    assert client.get(address(own_draft)).status_code == 404
    assert "Cốm làng Vòng" not in client.get("/quan-tri/tin-dang/").content.decode()


@pytest.mark.parametrize("role", [Role.FINANCE, Role.COMMITTEE])
def test_other_office_roles_do_not_moderate(role: Role) -> None:
    assert office(role).get(address(submitted())).status_code == 403


def test_only_an_administrator_takes_down_and_says_why() -> None:
    listing = published()

    assert office().post(address(listing, "go/"), {"ly_do": "Hàng giả"}).status_code == 403
    chief = office(Role.ADMINISTRATOR)
    assert chief.post(address(listing, "go/"), {"ly_do": ""}).status_code == 422
    assert Product.objects.get().is_public
    chief.post(address(listing, "go/"), {"ly_do": "Nghi hàng giả."})

    assert not Product.objects.get().is_public
    assert Listing.objects.get().decision_reason == "Nghi hàng giả."


def test_listings_are_found_by_number_name_and_seller() -> None:
    listing, other = published(name="Tỏi đen Văn Hải"), published(name="Hành tím Vĩnh Châu", seed=3)
    client = office()

    for words in ("tỏi đen", listing.seller.name, f"TD-{listing.pk:04d}"):
        page = client.get("/quan-tri/tin-dang/", {"q": words}).content.decode()
        assert "Tỏi đen Văn Hải" in page
        assert other.content["name"] not in page


def test_an_edit_that_was_not_sent_is_not_shown() -> None:
    listing = published()
    user = seller_user(listing.seller)
    pictures.add_picture(listing=listing, clean=clean_picture(9), actor=user, at=timezone.now())
    writing.save_draft(listing=listing, typed=typed(name="Bản nháp chưa gửi"), actor=user, at=timezone.now())

    page = office().get(address(listing)).content.decode()

    assert "Tỏi đen Phan Rang lên men 60 ngày" in page
    assert "Bản nháp chưa gửi" not in page
    assert page.count('class="photo"') == 1
