"""A seller tells its story with pictures; buyers see it, messengers get a card, the stall gets a poster."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from sellers.models import Partner
from sellers.shopfront.models import ShopEdit, ShopPicture
from sellers.shopfront.moderation import approve
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.listings import picture_file, reviewer, seller_user
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/kenh-nguoi-ban/trang-gian-hang/"


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT, settings.PAGE_CACHE_SECONDS = tmp_path, 0


def photo(seed: int = 3) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", picture_file(seed).getvalue(), "image/jpeg")


def test_story_and_pictures_are_previewed_then_shown() -> None:
    seller = SellerFactory(name="HTX Tỏi Gió")
    client = sign_in(seller_user(seller))
    preview = client.post(PAGE, {"cau_chuyen": "Ba đời trồng tỏi <b>", "xem": "1"}).content.decode()
    assert "Ba đời trồng tỏi &lt;b&gt;" in preview
    assert Partner.objects.get(pk=seller.pk).story == ""
    data = {"cau_chuyen": "Ba đời trồng tỏi", "bia": photo(), "anh": photo(4), "chu_thich": "Ruộng tỏi"}
    assert client.post(PAGE, data).status_code == 302
    assert "Ba đời" not in Client().get(f"{seller.get_absolute_url()}?muc=cau-chuyen").content.decode()
    assert "Ba đời trồng tỏi" in client.get(PAGE).content.decode()
    edit = ShopEdit.objects.get()
    approve(edit_id=edit.pk, seen=edit.submitted_at, reviewer=reviewer(), at=timezone.now())
    page = Client().get(f"{seller.get_absolute_url()}?muc=cau-chuyen").content.decode()
    assert "Ba đời trồng tỏi" in page and "Ruộng tỏi" in page
    assert Partner.objects.get(pk=seller.pk).cover_image in page
    client.post(f"{PAGE}anh/{ShopPicture.objects.get().pk}/bo/")
    assert "Ruộng tỏi" not in Client().get(f"{seller.get_absolute_url()}?muc=cau-chuyen").content.decode()


def test_a_file_that_is_no_picture_is_refused_and_the_story_is_kept() -> None:
    client = sign_in(seller_user(SellerFactory()))
    fake = SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    answer = client.post(PAGE, {"cau_chuyen": "Chuyện dài", "bia": fake})
    assert answer.status_code == 422
    assert "Chuyện dài" in answer.content.decode()
    assert Partner.objects.get().cover_image == ""


def test_cards_are_drawn_kept_and_drawn_anew_when_the_price_changes(tmp_path) -> None:
    good = stocked_product(title="Tỏi đen Phan Rang lên men sáu mươi ngày loại đặc biệt hộp quà", price=245_000)
    address = f"/san-pham/{good.pk}/the.jpg"
    assert f"{address}" in Client().get(good.get_absolute_url()).content.decode()
    first = Client().get(address).content
    assert Image.open(io.BytesIO(first)).size == (1200, 630)
    assert Client().get(address).content == first
    type(good).objects.filter(pk=good.pk).update(price_vnd=199_000)
    assert Client().get(address).content != first
    assert len(list((tmp_path / "share" / f"product-{good.pk}").iterdir())) == 1


def test_posters_carry_the_address_of_shop_or_good() -> None:
    good = stocked_product(title="Nho xanh")
    other = stocked_product(title="Của nhà khác")
    client = sign_in(seller_user(good.stockrecords.get().partner))
    shop = client.get(f"{PAGE}ma-qr/").content.decode()
    assert good.stockrecords.get().partner.get_absolute_url() in shop and "<svg" in shop
    assert good.get_absolute_url() in client.get(f"{PAGE}ma-qr/?hang={good.pk}&kho=a5").content.decode()
    assert other.get_absolute_url() not in client.get(f"{PAGE}ma-qr/?hang={other.pk}").content.decode()
