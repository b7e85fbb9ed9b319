"""The editor keeps what was typed, whatever happens, and shows nothing of other sellers."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalogue.models import Product
from sellers.listings.models import Listing, ListingState
from sellers.models import StockRecord
from shop.accounts.enums import Role
from shop.audit.trail import trail_of
from tests.factories.goods import SellerFactory
from tests.factories.listings import (
    draft,
    ocop_typed,
    picture_file,
    published,
    seller_user,
    spice_category,
    submitted,
    typed,
)

pytestmark = pytest.mark.django_db

NEW = "/kenh-nguoi-ban/san-pham/moi/"


def signed_in(listing: Listing) -> Client:
    client = Client()
    client.force_login(seller_user(listing.seller))
    return client


def address(listing: Listing) -> str:
    return f"/kenh-nguoi-ban/san-pham/{listing.pk}/"


def photo(seed: int = 1, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_file(seed).getvalue(), content_type="image/jpeg")


def test_a_new_listing_starts_with_the_sellers_place_and_saves_with_its_pictures(client) -> None:
    seller = SellerFactory()
    client.force_login(seller_user(seller))

    answer = client.post(NEW, {**typed(), "anh": [photo(1), photo(2)], "viec": "luu"}, follow=True)

    listing = Listing.objects.get()
    assert (listing.seller, listing.state, listing.pictures.count()) == (seller, ListingState.DRAFT, 2)
    assert "Tỏi đen Phan Rang lên men 60 ngày" in answer.content.decode()


def test_the_kind_comes_first_and_only_its_fields_are_asked(client) -> None:
    seller = SellerFactory()
    client.force_login(seller_user(seller))
    assert "Rượu, đồ uống có cồn" in client.get(NEW).content.decode()

    first = client.post(NEW, {"loai": "ruou"}, follow=True)
    again = client.post(NEW, {"loai": "thu-cong"}, follow=True)

    assert Listing.objects.count() == 1, "a draft that nobody wrote in is used again"
    wine, craft = first.content.decode(), again.content.decode()
    assert str(seller.commune) in wine
    assert 'name="details.do_con"' in wine and 'name="ingredients"' in wine
    assert 'name="details.chat_lieu"' in craft and 'name="ingredients"' not in craft


def test_changing_the_kind_loses_no_letter() -> None:
    listing = draft(kind="thuc-pham")
    client = signed_in(listing)

    client.post(address(listing), {**typed(), "details.di_ung": "Lạc", "viec": "loai:thu-cong"})
    client.post(address(listing), {"name": "Tỏi đen", "details.chat_lieu": "Tre", "viec": "loai:thuc-pham"})

    content = Listing.objects.get().content
    assert content["details"] == {"di_ung": "Lạc", "chat_lieu": "Tre"}
    assert (content["ingredients"], content["kind"]) == ("Tỏi 100%", "thuc-pham")


def test_a_draft_saves_itself_and_says_when() -> None:
    listing = draft()

    answer = signed_in(listing).post(f"{address(listing)}luu/", {"name": "Tỏi", "weight_g": "ba lạng"})

    saved = Listing.objects.get()
    assert "Đã lưu lúc" in answer.content.decode() and "Khối lượng" in answer.content.decode()
    assert (saved.content["name"], saved.content["weight_g"]) == ("Tỏi", "ba lạng")
    assert saved.content["ingredients"] == "Tỏi 100%", "what the page did not send stays"
    assert trail_of(saved).count() == 2, "no entry for each pause"


def test_saving_by_itself_touches_no_live_price_and_no_submitted_text() -> None:
    live, waiting = published(), submitted(seed=3)

    signed_in(live).post(f"{address(live)}luu/", {"name": "Tên mới hơn", "price_vnd": "1", "stock": "1"})
    answer = signed_in(waiting).post(f"{address(waiting)}luu/", {"name": "Tên mới hơn"})

    assert Product.objects.get(listing=live).price_vnd == 245_000
    assert StockRecord.objects.get(product__listing=live).num_in_stock == 86
    assert answer.status_code == 409
    assert Listing.objects.get(pk=waiting.pk).content["name"] != "Tên mới hơn"


def test_what_cannot_be_read_is_kept_and_marked(client) -> None:
    seller = SellerFactory()
    client.force_login(seller_user(seller))

    answer = client.post(NEW, {"name": "Tỏi", "weight_g": "ba lạng", "viec": "luu"}, follow=True)

    page = answer.content.decode()
    assert 'value="ba lạng"' in page
    assert "Chỉ ghi số" in page


def test_submitting_too_early_saves_and_names_what_is_missing() -> None:
    listing = draft(name="Tỏi")
    client = signed_in(listing)

    answer = client.post(address(listing), {**typed(name="Tía"), "viec": "gui"}, follow=True)

    listing.refresh_from_db()
    assert (listing.state, listing.content["name"]) == (ListingState.DRAFT, "Tía")
    assert "Ghi tên sản phẩm" in answer.content.decode()


def test_submitting_a_complete_listing_sends_it() -> None:
    listing = draft()

    signed_in(listing).post(address(listing), {**typed(), "viec": "gui"})

    assert Listing.objects.get().state == ListingState.SUBMITTED


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GIF89a" + b"\0" * 40, "không phải ảnh JPG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "không phải ảnh JPG"),
        (b"", "rỗng|trống"),
    ],
)
def test_a_bad_picture_is_refused_and_the_text_stays(content: bytes, said: str) -> None:
    listing = draft()
    bad = SimpleUploadedFile("virus.jpg", content, content_type="image/jpeg")

    answer = signed_in(listing).post(
        address(listing), {**typed(name="Tỏi đen bản mới"), "anh": [bad, photo(8)], "viec": "luu"}, follow=True
    )

    page = answer.content.decode()
    assert any(words in page for words in said.split("|"))
    assert "virus.jpg" in page
    assert "Tỏi đen bản mới" in page
    assert listing.pictures.count() == 2


def test_pictures_are_ordered_and_removed_by_buttons_that_also_save() -> None:
    listing = draft()
    client = signed_in(listing)
    client.post(address(listing), {**typed(), "anh": [photo(5)], "viec": "luu"})
    first, second = listing.pictures.all()

    client.post(address(listing), {**typed(), "viec": f"anh-dau:{second.pk}"})
    client.post(address(listing), {**typed(name="Tỏi đen đã sửa"), "viec": f"xoa-anh:{first.pk}"})

    assert [picture.pk for picture in listing.pictures.all()] == [second.pk]
    assert Listing.objects.get().content["name"] == "Tỏi đen đã sửa"


def test_a_picture_of_another_listing_is_not_touched() -> None:
    mine, other = draft(), draft(seed=4)
    theirs = other.pictures.get()

    signed_in(mine).post(address(mine), {**typed(), "viec": f"xoa-anh:{theirs.pk}"})

    assert other.pictures.count() == 1


def test_the_certificate_is_kept_privately() -> None:
    listing = draft()

    signed_in(listing).post(address(listing), {**typed(), **ocop_typed(), "giay_ocop": photo(6), "viec": "gui"})

    listing.refresh_from_db()
    assert listing.state == ListingState.SUBMITTED
    assert listing.certificate_document.seller == listing.seller
    assert listing.certificate_document.content_type == "image/webp"


def test_a_lapsed_certificate_is_said_clearly() -> None:
    listing = draft(ocop_stars="4", ocop_decision_no="1/QĐ", ocop_decision_date="12/8/2019", ocop_issuer="UBND tỉnh")

    page = signed_in(listing).get(address(listing)).content.decode()

    assert "Giấy này hết hạn ngày 12/8/2022." in page


def test_price_and_stock_of_a_live_good_change_at_once_while_text_waits() -> None:
    listing = published()
    data = typed(name="Tỏi đen tên mới", price_vnd="260.000", stock="70")

    signed_in(listing).post(address(listing), {**data, "ton_da_thay": "86", "viec": "luu"})

    product = Product.objects.get()
    assert (product.price_vnd, product.available) == (260_000, 70)
    assert product.title == "Tỏi đen Phan Rang lên men 60 ngày"
    assert Listing.objects.get().content["name"] == "Tỏi đen tên mới"


def test_stock_below_what_orders_hold_keeps_the_typed_number() -> None:
    listing = published()
    StockRecord.objects.update(num_allocated=5)

    answer = signed_in(listing).post(address(listing), {**typed(stock="3"), "ton_da_thay": "86", "viec": "luu"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "đang giữ 5" in page
    assert 'name="stock" value="3"' in page


def test_a_submitted_listing_takes_price_but_no_text() -> None:
    listing = submitted()

    signed_in(listing).post(address(listing), {**typed(name="Tên khác hẳn"), "viec": "luu"})

    assert Listing.objects.get().content["name"] == "Tỏi đen Phan Rang lên men 60 ngày"


def test_hiding_and_selling_again() -> None:
    listing = published()
    client = signed_in(listing)

    client.post(address(listing), {"viec": "an"})
    assert not Product.objects.get().is_public
    client.post(address(listing), {"viec": "ban-lai"})
    assert Product.objects.get().is_public


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_sellers_listing_is_not_there(method: str) -> None:
    other = draft()
    client = Client()
    client.force_login(seller_user(SellerFactory()))

    answer = getattr(client, method)(address(other), {"name": "Chiếm", "viec": "gui"})

    assert answer.status_code == 404
    assert Listing.objects.get().content["name"] == "Tỏi đen Phan Rang lên men 60 ngày"


def test_a_packer_does_not_reach_listings() -> None:
    listing = draft()
    client = Client()
    client.force_login(seller_user(listing.seller, Role.SELLER_PACKER))

    assert client.get(address(listing)).status_code == 403
    assert client.get("/kenh-nguoi-ban/san-pham/").status_code == 403
    assert client.get("/kenh-nguoi-ban/").status_code == 200


def test_the_list_shows_only_own_listings(client) -> None:
    mine, _other = draft(name="Tỏi đen của tôi"), draft(name="Hành tím nhà khác", seed=3)
    client.force_login(seller_user(mine.seller))

    page = client.get("/kenh-nguoi-ban/san-pham/").content.decode()

    assert "Tỏi đen của tôi" in page
    assert "Hành tím nhà khác" not in page


def test_nobody_signed_in_is_led_to_sign_in(client) -> None:
    spice_category()
    assert client.get(NEW).status_code == 302
    assert client.post(NEW, {"name": "x", "anh": io.BytesIO(b"x")}).status_code == 302
    assert not Listing.objects.exists()


def test_nobody_saves_into_another_sellers_draft() -> None:
    other = draft()
    client = Client()
    client.force_login(seller_user(SellerFactory()))

    assert client.post(f"{address(other)}luu/", {"name": "Chiếm"}).status_code == 404
    assert Listing.objects.get().content["name"] != "Chiếm"


def test_a_packing_price_far_off_is_sent_to_a_person_and_what_is_missing_is_told_where_it_stands() -> None:
    jar = {"name": "Hũ 1 kg", "weight_g": "1100", "price_vnd": "900000", "stock": "5"}
    listing = published(packings={"1": jar})
    row = {f"packings.1.{name}": text for name, text in {**jar, "price_vnd": "1.500.000", "stock": "7"}.items()}
    data = {**typed(), **row, "ton_da_thay": "86", "ton_da_thay.1": "5", "viec": "luu"}
    client = signed_in(listing)

    refused = client.post(address(listing), {**data, "description": "Ngắn."})
    page = refused.content.decode()
    assert refused.status_code == 422 and 'href="#id_packings.1.price_vnd"' in page
    assert "Tin còn thiếu: Viết mô tả" in page

    page = client.post(address(listing), {**data, "viec": "gui"}, follow=True).content.decode()
    assert "Hũ 1 kg: giá 1.500.000" in page and "Giá 1.500.000\u00a0₫ đang chờ người duyệt xem" in page
    assert "không phải gửi lại" in page and "Không có gì mới" not in page
    listing.refresh_from_db()
    record = StockRecord.objects.get(product__packing_no=1)
    assert (int(record.price), record.num_in_stock) == (900_000, 7)
    assert (listing.state, listing.proposed_packings) == (ListingState.SUBMITTED, {"1": 1_500_000})
