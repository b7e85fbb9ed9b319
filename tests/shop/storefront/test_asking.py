"""Points near a place, the map, applications to run a point, and being told when a run comes."""

import datetime

import pytest
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant
from shop.communication.models import Message
from shop.regions.models import Commune
from shop.shipping.domain.watching import MAX_TRIES, tell_watchers
from shop.shipping.models import Holiday, PickUpPoint, PointApplication, Run, RunWatch
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, PointFactory, ProvinceFactory, RunStopFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
APPLY = "/diem-nhan/dang-ky/"


def text(answer) -> str:
    return answer.content.decode()


def test_points_are_listed_by_distance_from_a_place(client):
    PointFactory(name="Xa", latitude="12.24", longitude="109.19")
    PointFactory(name="Gần", latitude="11.43", longitude="108.80")
    PointFactory(name="Không rõ")
    page = client.get("/diem-nhan/?vd=11.42&kd=108.80")
    assert [row.point.name for row in page.context["found"]] == ["Gần", "Xa"]
    assert "cách 1,1 km" in text(page)
    assert client.get("/diem-nhan/?vd=x&kd=999").status_code == 200


def test_the_map_is_only_there_with_tiles_and_its_host_only_on_that_page(client, settings):
    point = PointFactory(latitude="11.43", longitude="108.80")
    Holiday.objects.create(day=timezone.localdate(), name="Giỗ tổ", point=point)
    plain = client.get(point.get_absolute_url())
    assert "data-map" not in text(plain) and "Giỗ tổ" in text(plain)
    settings.MAP_TILES = "https://tiles.example.vn/{z}/{x}/{y}.png"
    mapped = client.get(point.get_absolute_url())
    box = text(mapped).split('data-map="https://tiles.example.vn/{z}/{x}/{y}.png"')[1].split("</section>")[0]
    assert "<img" not in box
    assert "img-src 'self' data: https://tiles.example.vn;" in mapped.headers["Content-Security-Policy"]
    assert "tiles.example.vn" not in client.get("/diem-nhan/").headers["Content-Security-Policy"]


def application_form(commune: Commune, **changes) -> dict[str, object]:
    return {
        "name": "Tạp hóa Cô Sáu",
        "kind": "shop",
        "commune": commune.pk,
        "address_line": "Thôn 1",
        "opening_hours": "Hằng ngày 6:00–20:00",
        "capacity_parcels": 30,
        "note": "",
    } | changes


def test_a_shopkeeper_applies_mends_and_gets_a_point_to_operate(client):
    assert "Đăng nhập để đăng ký" in text(client.get(APPLY))
    commune, keeper = CommuneFactory(), UserFactory()
    shop, office = sign_in(keeper), sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    wrong = shop.post(f"{APPLY}?tinh=56", application_form(commune, name=""))
    assert wrong.status_code == 422 and "Hằng ngày 6:00–20:00" in text(wrong)
    shop.post(f"{APPLY}?tinh=56", application_form(commune))
    mine = PointApplication.objects.get()
    assert "Tạp hóa Cô Sáu" in text(office.get("/quan-tri/ho-so/"))

    page = f"/quan-tri/diem-nhan/ho-so/{mine.pk}/"
    assert "Ghi rõ cần bổ sung gì" in text(office.post(page, {"ket_luan": "bo-sung"}))
    office.post(page, {"ket_luan": "bo-sung", "ly_do": "Cho biết ai trực buổi trưa"})
    assert "Cho biết ai trực buổi trưa" in text(shop.get(APPLY))
    shop.post(f"{APPLY}?tinh=56", application_form(commune, note="Con gái trực buổi trưa"))
    office.post(page, {"ket_luan": "duyet"})
    point = PickUpPoint.objects.get()
    assert (point.name, point.commune, point.phone, point.capacity_parcels) == (
        "Tạp hóa Cô Sáu",
        commune,
        keeper.phone,
        30,
    )
    assert RoleGrant.objects.filter(user=keeper, role=Role.POINT_OPERATOR, point=point).exists()
    assert list(Message.objects.order_by("pk").values_list("template", flat=True)) == [
        "point_application_changes",
        "point_application_approved",
    ]
    assert "vừa có người trả lời" in text(office.post(page, {"ket_luan": "tu-choi", "ly_do": "x"}))


def test_applications_of_another_province_are_out_of_reach():
    mine = PointApplication.objects.create(
        applicant=UserFactory(),
        name="Tạp hóa",
        kind="shop",
        commune=CommuneFactory(),
        address_line="x",
        opening_hours="x",
        capacity_parcels=1,
        submitted_at=timezone.now(),
    )
    other = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    office = sign_in(GrantFactory(role=Role.ADMINISTRATOR, province=other).user)
    assert "Tạp hóa" not in text(office.get("/quan-tri/ho-so/?loai=diem-nhan"))
    assert office.get(f"/quan-tri/diem-nhan/ho-so/{mine.pk}/").status_code == 404


def code_sent() -> str:
    words = Message.objects.filter(template="run_watch_code").latest("pk").body.replace(".", " ").split()
    return next(word for word in words if word.isdigit() and len(word) == 6)


def test_a_guest_confirms_by_code_and_is_told_once_when_a_run_opens(client):
    commune = CommuneFactory()
    address = f"/diem-nhan/bao-toi/{commune.pk}/"
    assert client.post(address, {"phone": "12"}).status_code == 422
    confirm = client.post(address, {"phone": "0912 345 678"})["Location"]
    client.post(address, {"phone": "0912 345 678"})
    assert Message.objects.count() == 1  # one code in a quarter of an hour
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"
    assert "Mã chưa đúng" in text(client.post(confirm, {"ma": wrong}))
    stop = RunStopFactory(point__commune=commune)
    assert tell_watchers(at=timezone.now()) == 0  # not confirmed yet
    client.post(confirm, {"ma": f"{right[:3]} {right[3:]}"})
    assert [tell_watchers(at=timezone.now()) for _ in range(2)] == [1, 0]
    told = Message.objects.get(template="run_opened")
    assert (told.recipient, stop.point.name in told.body) == ("+84912345678", True)


def test_codes_cannot_be_guessed_on_and_on(client):
    commune = CommuneFactory()
    confirm = client.post(f"/diem-nhan/bao-toi/{commune.pk}/", {"phone": "0912345678"})["Location"]
    right = code_sent()
    for _ in range(MAX_TRIES):
        client.post(confirm, {"ma": "000000" if right != "000000" else "111111"})
    assert client.post(confirm, {"ma": right}).status_code == 422
    assert client.get("/diem-nhan/ma/1:sai/").status_code == 404


def test_a_verified_account_waits_at_once_and_only_for_runs_that_take_orders():
    commune, buyer = CommuneFactory(), UserFactory(phone_verified_at=timezone.now())
    sign_in(buyer).post(f"/diem-nhan/bao-toi/{commune.pk}/")
    assert RunWatch.objects.get().confirmed_at
    stop = RunStopFactory(point__commune=commune)
    Run.objects.update(state="planned")
    assert tell_watchers(at=timezone.now()) == 0
    Run.objects.update(state="open", cut_off_at=stop.run.cut_off_at + datetime.timedelta(hours=1))
    assert tell_watchers(at=timezone.now()) == 1
