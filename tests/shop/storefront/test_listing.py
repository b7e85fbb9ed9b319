"""Search and category pages: filters, their counts, what they keep, and what they refuse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Category
from catalogue.search.models import SearchCount
from shop.regions.models import Province
from shop.storefront import navigation
from tests.factories.goods import SellerFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.shop.storefront.conftest import PublicMarket, good

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(market: PublicMarket, search_index) -> PublicMarket:
    """Beside the fish sauce: garlic of three stars from the same seller, tea of five stars from Thái Nguyên."""
    thai_nguyen = ProvinceFactory(
        code="19", name="Thái Nguyên", full_name="Tỉnh Thái Nguyên", slug="thai-nguyen", former_names=["Bắc Kạn"]
    )
    navigation.drop()
    tea_seller = SellerFactory(name="HTX Chè La Bằng", slug="htx-che", commune=CommuneFactory(province=thai_nguyen))
    tea = Category.objects.add_root({"name": "Chè", "slug": "che"})
    good(seller=market.seller, category=market.category, stars=3, title="Tỏi Phan Rang", price=140_000)
    good(seller=tea_seller, category=tea, stars=5, title="Trà nõn tôm", price=320_000)
    search_index.drain()
    return market


def test_search_without_marks_finds_the_good(client: Client, goods: PublicMarket):
    html = client.get("/tim-kiem/?q=nuoc+mam").content.decode()
    assert "Nước mắm nhĩ Cà Ná" in html and "Trà nõn tôm" not in html
    assert goods.product.get_absolute_url() in html


def test_words_typed_are_escaped_everywhere(client: Client, goods: PublicMarket):
    attack = '"><script>alert(1)</script>'
    for address in (
        "/tim-kiem/",
        "/danh-muc/gia-vi/",
        "/nha-ban/htx-nuoc-mam-ca-na/",
        "/tim-kiem/goi-y/",
        "/diem-nhan/",
    ):
        html = client.get(address, {"q": attack, "ten": attack, "sao": attack, "nha-ban": attack}).content.decode()
        assert "<script>alert" not in html, address


def test_a_correction_is_told_and_the_words_can_be_searched_as_typed(client: Client, goods: PublicMarket, search_index):
    for number in range(5):
        good(seller=goods.seller, category=goods.category, title=f"Nước mắm cốt {number}", price=90_000)
    search_index.drain()
    response = client.get("/tim-kiem/?q=nước+mắn&tinh=khanh-hoa&trang=1")
    html = response.content.decode()
    assert "Đang hiện kết quả cho <b>“nước mắm”</b>" in html
    address = "?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFn&amp;tinh=khanh-hoa&amp;nguyen-van=1"
    assert f'href="{address}"' in html and "Vẫn tìm chính xác “nước mắn”" in html
    response = client.get(f"/tim-kiem/{address}".replace("&amp;", "&"))
    assert response.context["result"].total == 0
    assert ("nguyen-van", "1") in response.context["filters"].kept
    assert "nguyen-van=1" in response.context["filters"].chips[0].url
    html = response.content.decode()
    assert "Tìm cả cách viết gần đúng" in html and "Đang hiện kết quả cho" not in html


@pytest.mark.parametrize(
    "query",
    ["sao=9", "sao=x", "gia-tu=-5", "gia-tu=1e9", "gia-den=99999999999999999999", "trang=0", "trang=-1", "trang=999999",
     "xa=abc", "xa=%00", "q=%00", "sap-xep=la", "danh-muc=%27", "tinh=" + "a" * 500, "&".join(["tinh=ha-noi"] * 200)],
)  # fmt: skip
def test_made_up_addresses_still_answer(client: Client, goods: PublicMarket, query: str):
    assert client.get(f"/tim-kiem/?{query}").status_code == 200


def test_filters_combine_and_counts_of_a_filter_ignore_its_own_choice(client: Client, goods: PublicMarket):
    response = client.get("/tim-kiem/?tinh=khanh-hoa&sao=4")
    assert [product.title for product in response.context["products"]] == ["Nước mắm nhĩ Cà Ná"]
    groups = {group.name: group for group in response.context["filters"].groups}
    stars = {option.value: (option.count, option.selected) for option in groups["sao"].options}
    assert stars == {"4": (1, True), "3": (1, False)}
    provinces = {option.value: option.count for option in groups["tinh"].options}
    assert provinces == {"khanh-hoa": 1}


def test_removing_one_filter_keeps_the_others(client: Client, goods: PublicMarket):
    response = client.get("/tim-kiem/?q=nuoc+mam&tinh=khanh-hoa&sao=4&sao=3&sap-xep=gia-tang&trang=1")
    chips = {chip.label: chip.url for chip in response.context["filters"].chips}
    assert chips["OCOP 4 sao"] == "?q=nuoc+mam&tinh=khanh-hoa&sao=3&sap-xep=gia-tang"
    assert chips["Khánh Hòa"] == "?q=nuoc+mam&sao=4&sao=3&sap-xep=gia-tang"


def test_form_carries_what_was_typed_and_chosen(client: Client, goods: PublicMarket):
    html = client.get("/tim-kiem/?q=nuoc+mam&gia-den=100.000&con-hang=1").content.decode()
    assert 'type="hidden" name="q" value="nuoc mam"' in html
    assert 'value="100.000"' in html
    assert 'name="con-hang" value="1" checked' in html


def test_price_and_sort_by_price(client: Client, goods: PublicMarket):
    response = client.get("/tim-kiem/?gia-tu=100.000&sap-xep=gia-giam")
    assert [product.price_vnd for product in response.context["products"]] == [320_000, 140_000]


def test_category_page_counts_only_itself(client: Client, goods: PublicMarket):
    response = client.get("/danh-muc/thuc-pham/")
    assert {product.title for product in response.context["products"]} == {"Nước mắm nhĩ Cà Ná", "Tỏi Phan Rang"}
    assert response.context["result"].total == 2
    assert "/danh-muc/gia-vi/" in response.content.decode()


def test_pages_follow_each_other_and_keep_the_filters(client: Client, goods: PublicMarket, search_index):
    for number in range(30):
        good(seller=goods.seller, category=goods.category, title=f"Mắm thử {number}")
    search_index.drain()
    first = client.get("/tim-kiem/?sao=4")
    assert first.context["pager"].next == "?sao=4&trang=2"
    second = client.get("/tim-kiem/?sao=4&trang=2")
    seen = {product.pk for product in first.context["products"]} & {
        product.pk for product in second.context["products"]
    }
    assert not seen and second.context["pager"].previous == "?sao=4"


def test_nothing_found_offers_shorter_words_and_categories(client: Client, goods: PublicMarket):
    response = client.get("/tim-kiem/?q=tỏi+qwrtzx+plmokn+uhbygv")
    html = response.content.decode()
    assert response.context["near"] == ["tỏi"]
    assert "Chưa thấy" in html and "/danh-muc/thuc-pham/" in html


def test_goods_with_most_of_the_words_are_shown_as_such(client: Client, goods: PublicMarket):
    html = client.get("/tim-kiem/?q=nước+mắm+cà+ná+qwrtzx").content.decode()
    assert "Nước mắm nhĩ Cà Ná" in html and "Không món nào có đủ các từ" in html


def test_goods_still_show_when_the_index_cannot_be_read(client: Client, goods: PublicMarket, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "nothing"
    html = client.get("/danh-muc/gia-vi/").content.decode()
    assert "Tỏi Phan Rang" in html and "đang được sửa" in html


def test_suggestions_are_a_fragment_or_json(client: Client, goods: PublicMarket):
    html = client.get("/tim-kiem/goi-y/?q=toi").content.decode()
    assert "Tỏi Phan Rang" in html and "<html" not in html
    answer = client.get("/tim-kiem/goi-y/?q=toi", headers={"Accept": "application/json"}).json()
    assert answer["q"] == "toi" and answer["products"][0]["name"] == "Tỏi Phan Rang"
    assert client.get(answer["products"][0]["url"]).status_code == 301


def test_hidden_and_withdrawn_goods_are_not_shown(client: Client, goods: PublicMarket, search_index):
    goods.product.is_public = False
    goods.product.save()
    search_index.drain()
    assert "Nước mắm nhĩ" not in client.get("/tim-kiem/").content.decode()
    assert client.get(goods.product.get_absolute_url()).status_code == 404


def test_former_province_leads_to_the_present_one(client: Client, goods: PublicMarket):
    response = client.get("/tinh/bac-kan/")
    assert (response.status_code, response.headers["Location"]) == (301, "/tinh/thai-nguyen/")
    assert client.get("/tinh/khong-co/").status_code == 404


def test_renamed_category_and_seller_lead_to_the_new_address(client: Client, goods: PublicMarket):
    goods.category.slug = "gia-vi-nuoc-cham"
    goods.category.save()
    goods.seller.slug = "ca-na"
    goods.seller.save()
    response = client.get("/danh-muc/gia-vi/?sao=4")
    assert (response.status_code, response.headers["Location"]) == (301, "/danh-muc/gia-vi-nuoc-cham/?sao=4")
    response = client.get("/nha-ban/htx-nuoc-mam-ca-na/")
    assert (response.status_code, response.headers["Location"]) == (301, "/nha-ban/ca-na/")
    assert client.get("/danh-muc/khong-co/").status_code == 404


def test_a_renamed_province_shows_at_once(client: Client, goods: PublicMarket):
    client.get("/tim-kiem/")
    province = Province.objects.get(code="19")
    province.name = "Thái Nguyên mới"
    province.save()
    assert "Thái Nguyên mới" in client.get("/tim-kiem/").content.decode()


def test_suggestions_offer_the_right_spelling_when_nothing_begins_so(client: Client, goods: PublicMarket):
    address = reverse("storefront:suggest")
    assert "Có phải bạn tìm “nước mắm”" in client.get(address, {"q": "nuwowcs mawms"}).content.decode()
    assert "Có phải bạn tìm" not in client.get(address, {"q": "nước m"}).content.decode()


def test_an_empty_box_offers_what_many_people_search(client: Client):
    for days in range(3):
        SearchCount.objects.create(day=timezone.localdate() - timedelta(days), query="nho xanh", searches=10)
    page = client.get(reverse("storefront:suggest"), {"q": ""}).content.decode()
    assert "/tim-kiem/?q=nho%20xanh" in page
