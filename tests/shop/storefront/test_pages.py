"""Every public page: what it says, what it costs, what it does not set."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from shop.campaign.contests.awards import honours_of_product
from shop.storefront import navigation
from tests.shop.storefront.conftest import PublicMarket, many_goods

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/tim-kiem/",
    "/tim-kiem/?q=nuoc+mam",
    "/tim-kiem/?q=khong+co+mon+nay",
    "/danh-muc/gia-vi/",
    "/tinh/khanh-hoa/",
    "/truy-xuat/CN-2611-01/",
    "/nha-ban/htx-nuoc-mam-ca-na/",
    "/nha-ban/htx-nuoc-mam-ca-na/?muc=cau-chuyen",
    "/nha-ban/htx-nuoc-mam-ca-na/?muc=chung-nhan",
    "/nha-ban/htx-nuoc-mam-ca-na/?muc=phap-ly",
    "/diem-nhan/",
    "/diem-nhan/tra-no/",
    "/chuyen-hang/",
    "/quy-che/",
    "/quy-che/bao-mat/",
    "/quy-che/xep-hang/",
    "/huong-dan/dat-hang/",
    "/huong-dan/doi-tra/",
    "/phong-trao/",
    "/phong-trao/phien-cho/",
]


@pytest.fixture(autouse=True)
def indexed(market: PublicMarket, search_index) -> None:
    search_index.drain()


@pytest.mark.parametrize("address", PAGES)
def test_page_is_the_same_for_everybody_and_may_be_kept(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert "<script>" not in html and " style=" not in html and " onclick=" not in html


@pytest.mark.parametrize("address", PAGES)
def test_page_is_checked_again_without_being_sent_again(client: Client, address: str):
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_signed_in_visitor_gets_the_very_same_page(client: Client, market: PublicMarket):
    from tests.factories.people import UserFactory
    from tests.sign_in import sign_in

    address = market.product.get_absolute_url()
    user = UserFactory(full_name="Cô Hạnh")
    assert sign_in(user).get(address).content == client.get(address).content


@pytest.mark.parametrize("more", [0, 40])
@pytest.mark.parametrize("name", ["home", "list", "search", "category", "seller", "product"])
def test_queries_do_not_grow_with_the_market(
    client: Client, market: PublicMarket, search_index, django_assert_max_num_queries, name: str, more: int
):
    many_goods(market, more)
    search_index.drain()
    addresses = {
        "home": "/",
        "list": "/tim-kiem/",
        "search": "/tim-kiem/?q=nuoc+mam",
        "category": "/danh-muc/gia-vi/",
        "seller": market.seller.get_absolute_url(),
        "product": market.product.get_absolute_url(),
    }
    navigation.categories()
    navigation.provinces()
    honours_of_product(market.product.pk)
    most = 10 if name in {"seller", "product"} else 8  # those two also ask for days off and questions
    with django_assert_max_num_queries(most):
        assert client.get(addresses[name]).status_code == 200


def test_home_shows_the_next_run_categories_and_goods(client: Client, market: PublicMarket):
    many_goods(market, 1)
    html = client.get("/").content.decode()
    assert "Nhận tại Nhà văn hóa thôn Trà Nô" in html
    assert "/danh-muc/thuc-pham/" in html
    assert "Nước mắm thử 0" in html and "Kịp chuyến" in html
    assert 'loading="lazy"' in html or "<img" not in html


def test_run_page_lists_stops_with_the_room_left(client: Client, market: PublicMarket):
    html = client.get("/chuyen-hang/").content.decode()
    assert "Tuyến Trà Nô" in html and f"Còn {market.stop.capacity_parcels} chỗ" in html
    assert "âm lịch" in html


def test_run_page_takes_any_month_and_province(client: Client, market: PublicMarket):
    for query in ("thang=2026-13", "thang=9999-01", "thang=abc", "tinh=khong-co", "tinh=56&thang=2027-01"):
        assert client.get(f"/chuyen-hang/?{query}").status_code == 200


def test_regulations_name_the_operator(client: Client):
    html = client.get("/quy-che/").content.decode()
    assert settings.OPERATOR["name"] in html and settings.OPERATOR["phone"] in html


def test_first_load_is_light(client: Client, market: PublicMarket, search_index):
    """Sixty kilobytes compressed without pictures: the page, the styles, the scripts, the fonts and the icons."""
    import gzip
    from pathlib import Path

    import django_htmx

    many_goods(market, 30)
    search_index.drain()
    static = Path(settings.BASE_DIR) / "shop" / "static"
    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    texts = [static / "css/app.css", static / "js/page.js", static / "img/icons.svg", htmx]
    fonts = sum(path.stat().st_size for path in (static / "fonts").glob("*.woff2"))
    shared = fonts + sum(len(gzip.compress(path.read_bytes())) for path in texts)
    for address in ("/", "/tim-kiem/", market.product.get_absolute_url()):
        assert shared + len(gzip.compress(client.get(address).content)) <= 60_000, address
