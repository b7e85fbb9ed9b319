"""Pick-up points, the choice of a commune, the personal fragments."""

from __future__ import annotations

import pytest
from django.test import Client

from shop.regions.models import FormerCommune
from tests.factories.goods import stocked_product
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory, PointFactory, ProvinceFactory, RunStopFactory
from tests.shop.storefront.conftest import PublicMarket
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(market: PublicMarket) -> PublicMarket:
    """Two more communes: Cà Ná shares Phước Hà's former district, Nha Trang only the province."""
    province = market.point.commune.province
    near = CommuneFactory(code="22888", name="Xã Cà Ná", slug="xa-ca-na", province=province)
    far = CommuneFactory(code="22366", name="Phường Nha Trang", slug="phuong-nha-trang", province=province)
    former(market.point.commune, "Xã Nhị Hà", "Huyện Thuận Nam", "Ninh Thuận", "22898")
    former(near, "Xã Phước Diêm", "Huyện Thuận Nam", "Ninh Thuận", "22888")
    former(far, "Phường Lộc Thọ", "Thành phố Nha Trang", "Khánh Hòa", "22360")
    PointFactory(name="Trạm Cà Ná", slug="tram-ca-na", commune=near)
    PointFactory(name="Chợ Đầm", slug="cho-dam", commune=far)
    return market


def former(commune, name: str, district: str, province: str, code: str) -> None:
    from shop.regions.vietnamese import fold

    FormerCommune.objects.create(
        commune=commune, name=name, district_name=district, province_name=province, code=code,
        search_key=fold(f"{name} {district} {province}"),
    )  # fmt: skip


def names(response) -> list[str]:
    return [row.point.name for row in response.context["found"]]


def test_points_come_nearest_first(client: Client, places: PublicMarket):
    assert names(client.get("/diem-nhan/?xa=22888")) == ["Trạm Cà Ná", "Nhà văn hóa thôn Trà Nô", "Chợ Đầm"]


def test_a_former_name_without_marks_finds_the_commune(client: Client, places: PublicMarket):
    response = client.get("/diem-nhan/?ten=nhi+ha")
    assert response.context["commune"].code == "22900"
    assert names(response)[0] == "Nhà văn hóa thôn Trà Nô"


def test_an_unclear_name_offers_the_communes(client: Client, places: PublicMarket):
    response = client.get("/diem-nhan/?ten=thuan+nam")
    assert response.context["commune"] is None
    html = response.content.decode()
    assert "?xa=22900" in html and "?xa=22888" in html


def test_an_unknown_name_says_what_to_do(client: Client, places: PublicMarket):
    assert "Chưa thấy xã nào" in client.get("/diem-nhan/?ten=zzzz").content.decode()


def test_a_province_without_points_says_so(client: Client, places: PublicMarket):
    ProvinceFactory(code="01", name="Hà Nội", full_name="Thành phố Hà Nội", slug="ha-noi")
    assert "Chưa có điểm nhận" in client.get("/diem-nhan/?tinh=01").content.decode()


def test_point_page_tells_hours_runs_and_old_address(client: Client, places: PublicMarket):
    html = client.get("/diem-nhan/tra-no/").content.decode()
    assert "T2–T7 7:00–18:00" in html and "Chốt đơn" in html and "Không mất phí" in html
    places.point.slug = "tra-no-moi"
    places.point.save()
    assert client.get("/diem-nhan/tra-no/").headers["Location"] == "/diem-nhan/tra-no-moi/"


def test_choosing_a_commune_is_remembered_and_leads_back(client: Client, places: PublicMarket):
    response = client.get("/chon-xa/?tinh=56&xa=22888&ve=/")
    assert response.headers["Location"] == "/" and response.cookies["xa"].value == "22888"
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("back", ["https://xau.example/", "//xau.example", "javascript:alert(1)"])
def test_choosing_a_commune_never_leads_elsewhere(client: Client, places: PublicMarket, back: str):
    response = client.get("/chon-xa/", {"xa": "22888", "ve": back})
    assert response.headers["Location"] == "/diem-nhan/?xa=22888"


def test_a_commune_of_another_province_is_asked_again(client: Client, places: PublicMarket):
    response = client.get("/chon-xa/?tinh=01&xa=22888&ve=/")
    assert response.headers["Location"] == "/diem-nhan/" and not response.cookies


def test_personal_fragment_is_bare_for_a_stranger(client: Client, places: PublicMarket, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/manh/ca-nhan/")
    html = response.content.decode()
    assert "Tài khoản" in html and "data-promise" not in html
    assert "no-store" in response.headers["Cache-Control"] and not response.cookies


def test_personal_fragment_promises_the_run_of_the_chosen_commune(client: Client, places: PublicMarket):
    client.cookies["xa"] = "22900"
    html = client.get("/manh/ca-nhan/").content.decode()
    assert "xã Phước Hà" in html and "Kịp chuyến" in html


def test_personal_fragment_counts_the_basket_and_names_the_buyer(places: PublicMarket):
    client = sign_in(UserFactory(full_name="Nguyễn Thị Hạnh"))
    client.post(f"/gio-hang/them/{places.product.pk}/", {"so_luong": "2"})
    client.post(f"/gio-hang/them/{stocked_product(title='Tỏi đen').pk}/", {"so_luong": "1"})
    html = client.get("/manh/ca-nhan/").content.decode()
    assert "Nguyễn Thị Hạnh" in html and 'id="basket-count" class="count">2<' in html


def test_ticket_shows_the_nearest_stop_when_the_commune_has_none(client: Client, places: PublicMarket):
    html = client.get("/manh/chuyen-toi/?xa=22888").content.decode()
    assert "Chuyến hàng tới xã Cà Ná" in html and "Nhà văn hóa thôn Trà Nô" in html


def test_full_stops_are_not_promised(client: Client, places: PublicMarket):
    places.stop.capacity_parcels = 0
    places.stop.save()
    assert "Chưa có chuyến nào" in client.get("/manh/chuyen-toi/?xa=22900").content.decode()
    RunStopFactory(point=places.point, run__province=places.point.commune.province)
    assert "Nhà văn hóa thôn Trà Nô" in client.get("/manh/chuyen-toi/?xa=22900").content.decode()


def test_communes_of_a_province_are_options(client: Client, places: PublicMarket):
    html = client.get("/manh/xa/?tinh=56").content.decode()
    assert '<option value="22900">Xã Phước Hà</option>' in html
    assert client.get("/manh/xa/?tinh=zz").status_code == 200
