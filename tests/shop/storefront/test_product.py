"""The product page and the lot page."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.certification.models import Certificate
from catalogue.lots.models import LotState
from catalogue.models import Product
from catalogue.reviews.models import ProductReview
from catalogue.search.listing import filtered
from catalogue.search.protocol import SearchQuery
from sellers.enums import SellerState
from sellers.models import StockRecord
from sellers.stock import refresh_cards
from shop.basket.models import Line
from shop.storefront.templatetags.card import product_card
from tests.factories.goods import stocked_product
from tests.factories.people import UserFactory
from tests.shop.storefront.conftest import PublicMarket

pytestmark = pytest.mark.django_db


def page(client: Client, market: PublicMarket) -> str:
    return client.get(market.product.get_absolute_url()).content.decode()


def test_page_states_price_run_certificate_lot_and_seller(client: Client, market: PublicMarket):
    html = page(client, market)
    assert "98.000\u00a0₫" in html and "196.000\u00a0₫/lít" in html
    assert "Nhà văn hóa thôn Trà Nô" in html and "Đặt trước" in html
    assert "1846/QĐ-UBND" in html and "UBND tỉnh Khánh Hòa" in html and "Còn hiệu lực" in html
    assert "/truy-xuat/CN-2611-01/" in html
    assert "HTX Nước mắm Cà Ná" in html and "4500999999" in html and "Thôn Thử" in html
    assert 'rel="canonical"' in html


def test_lapsed_certificate_is_shown_as_lapsed_and_gives_no_badge(client: Client, market: PublicMarket):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Certificate.objects.update(valid_until=yesterday)
    type(market.product).objects.update(stars_until=yesterday)
    html = page(client, market)
    assert "Hết hiệu lực" in html and "ocop-more" not in html


def test_buying_needs_no_script(client: Client, market: PublicMarket):
    html = page(client, market)
    assert f'action="/gio-hang/them/{market.product.pk}/" method="get"' in html
    assert 'name="so_luong" value="1"' in html
    confirm = client.get(f"/gio-hang/them/{market.product.pk}/?so_luong=2")
    assert confirm.status_code == 200 and market.product.title in confirm.content.decode()


def test_sold_out_and_suspended_goods_cannot_be_bought(client: Client, market: PublicMarket):
    there = StockRecord.objects.filter(product=market.product)
    there.update(num_in_stock=0)
    html = page(client, market)
    assert "Tạm hết hàng" in html and 'id="buy"' not in html
    there.update(num_in_stock=5)
    market.seller.state = SellerState.SUSPENDED
    market.seller.save()
    html = page(client, market)
    assert "tạm ngừng" in html and 'id="buy"' not in html


def test_wrong_slug_leads_to_the_present_address(client: Client, market: PublicMarket):
    response = client.get(f"/san-pham/ten-cu-{market.product.pk}/")
    assert (response.status_code, response.headers["Location"]) == (301, market.product.get_absolute_url())
    assert client.get("/san-pham/khong-co-99999999/").status_code == 404


def test_description_of_a_seller_cannot_carry_markup(client: Client, market: PublicMarket):
    market.product.description = "<p>Ngon</p><script>alert(1)</script><img src=x onerror=alert(1)>"
    market.product.ingredients = "<b onclick=alert(1)>cá cơm</b>"
    market.product.save()
    html = page(client, market)
    assert "<script>alert" not in html and "<img src=x" not in html and "<b onclick" not in html


def test_reviews_show_what_was_approved_with_the_spread(client: Client, market: PublicMarket):
    for number, score in enumerate([5, 5, 4]):
        review(market, score=score, body=f"Ngon lắm {number}")
    review(market, score=1, body="Chưa duyệt", status=ProductReview.FOR_MODERATION)
    type(market.product).objects.update(rating=4.7, review_count=3)
    html = page(client, market)
    assert "Ngon lắm 0" in html and "Chưa duyệt" not in html
    assert "Đánh giá (3)" in html and 'data-v="65"' in html


def test_who_wrote_a_review_is_masked(client: Client, market: PublicMarket):
    written = review(market, score=5, body="Thơm")
    type(written.user).objects.filter(pk=written.user_id).update(full_name="Nguyễn Thị Hạnh")
    type(market.product).objects.update(rating=5, review_count=1)
    html = page(client, market)
    assert "N. T. Hạnh" in html and "Nguyễn Thị Hạnh" not in html


def test_more_reviews_come_page_by_page(client: Client, market: PublicMarket):
    for number in range(7):
        review(market, score=5, body=f"Lời {number}")
    type(market.product).objects.update(rating=5, review_count=7)
    first = page(client, market)
    second = client.get(f"/san-pham/{market.product.pk}/danh-gia/?trang=2").content.decode()
    assert "Lời 6" in first and "Lời 1" not in first
    assert "Lời 1" in second and "Lời 0" in second and "Lời 6" not in second


def test_lot_page_tells_origin_recall_and_expiry(client: Client, market: PublicMarket):
    address = market.lot.get_absolute_url()
    html = client.get(address).content.decode()
    assert "Nước mắm nhĩ Cà Ná" in html and "640" in html and "1846/QĐ-UBND" in html and "HTX Nước mắm Cà Ná" in html
    market.lot.state = LotState.RECALLED
    market.lot.save()
    assert "Lô này đã thu hồi" in client.get(address).content.decode()
    assert client.get("/truy-xuat/KHONG-CO/").status_code == 404


def test_lot_page_outlives_the_listing(client: Client, market: PublicMarket):
    type(market.product).objects.update(is_public=False)
    response = client.get(market.lot.get_absolute_url())
    assert response.status_code == 200 and market.product.get_absolute_url() not in response.content.decode()


def review(market: PublicMarket, *, score: int, body: str, status: int = ProductReview.APPROVED) -> ProductReview:
    return ProductReview.objects.create(
        product=market.product, user=UserFactory(), score=score, title="Nhận xét", body=body, status=status
    )


def packing_of(market: PublicMarket, **changes: object) -> Product:
    child = stocked_product(
        seller=market.seller, parent=market.product, structure="child", packing_no=1, slug=market.product.slug,
        title="Nước mắm nhĩ Cà Ná, can 5 lít", packing_name="Can 5 lít", net_content="5 lít", price=400_000, **changes
    )  # fmt: skip
    refresh_cards([child.pk])
    return child


def test_packings_are_chosen_on_one_page_each_with_its_price(client: Client, market: PublicMarket):
    child = packing_of(market)

    html = page(client, market)
    assert html.count('name="goi"') == 2
    assert "Can 5 lít" in html and "80.000\u00a0₫/lít" in html
    assert client.get(f"/san-pham/nuoc-mam-{child.pk}/").headers["Location"] == child.get_absolute_url()
    assert f'value="{child.pk}" checked' in client.get(child.get_absolute_url()).content.decode()

    client.post(f"/gio-hang/them/{market.product.pk}/", {"so_luong": "2", "goi": child.pk})
    line = Line.objects.get()
    assert (line.product, line.price_incl_tax, line.quantity) == (child, 400_000, 2)


def test_a_packing_of_another_good_is_not_put_into_the_basket(client: Client, market: PublicMarket):
    other = packing_of(market)
    elsewhere = stocked_product()

    assert client.post(f"/gio-hang/them/{elsewhere.pk}/", {"so_luong": "1", "goi": other.pk}).status_code == 404
    assert not Line.objects.exists()


def test_a_card_says_from_when_packings_cost_differently(client: Client, market: PublicMarket):
    packing_of(market)
    market.product.refresh_from_db()
    card = product_card(market.product)
    assert "<small>từ</small> 98.000" in card


def test_wholesale_steps_are_told(client: Client, market: PublicMarket):
    StockRecord.objects.filter(product=market.product).update(step_quantities=[12], step_prices=[90_000])
    html = page(client, market)
    assert "Từ 12 chai" in html and "90.000" in html


@pytest.mark.parametrize(
    ("opens", "closes", "said", "can_buy"),
    [(-3, 5, "Đặt trước", True), (2, 5, "Mở nhận đặt trước từ", False), (-9, -2, "Đã hết hạn đặt trước", False)],
)
def test_pre_order_keeps_to_its_window(
    client: Client, market: PublicMarket, opens: int, closes: int, said: str, can_buy: bool
):
    today = timezone.localdate()
    type(market.product).objects.filter(pk=market.product.pk).update(
        available_from=today + datetime.timedelta(days=20),
        preorder_opens_on=today + datetime.timedelta(days=opens),
        preorder_closes_on=today + datetime.timedelta(days=closes),
    )
    html = page(client, market)
    assert said in html
    assert ('id="buy"' in html) == can_buy
    answer = client.post(f"/gio-hang/them/{market.product.pk}/", {"so_luong": "1"})
    assert Line.objects.exists() == can_buy, answer


def test_the_season_told_is_the_season_searched(client: Client, market: PublicMarket):
    this_month = timezone.localdate().month
    type(market.product).objects.update(season_months=[this_month])
    tag = '<span class="tag ok">Đang vào mùa</span>'
    assert tag in page(client, market)
    found = filtered(SearchQuery(months=(this_month,)))
    assert list(found) == [market.product]
    type(market.product).objects.update(season_months=[this_month % 12 + 1])
    assert tag not in page(client, market)
    assert not filtered(SearchQuery(months=(this_month,))).exists()
