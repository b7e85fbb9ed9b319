import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant
from shop.audit.models import AuditEvent
from shop.communication.models import Message
from shop.fulfilment.domain.handover import hand_over
from shop.order.domain import codes
from shop.order.models import PickUpCode
from shop.shipping.enums import RunState
from shop.shipping.models import PickUpPoint, Run, RunStop
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, PointFactory, ProvinceFactory, RunFactory, RunStopFactory
from tests.factories.road import a_driver, a_stop, an_operator, carry, frozen, nonce, order_at, pack_up
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)


@pytest.fixture
def elsewhere() -> Client:
    """An administrator of another province."""
    other = ProvinceFactory(code="79", name="Hồ Chí Minh", full_name="Thành phố Hồ Chí Minh", slug="ho-chi-minh")
    return sign_in(GrantFactory(role=Role.ADMINISTRATOR, province=other).user)


def url(name: str, *args: object) -> str:
    return reverse(f"backoffice:{name}", args=args)


def text(answer) -> str:
    return answer.content.decode()


def written(moment: datetime.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def run_data(
    stop: RunStop, *, stops: list[dict[str, object]], initial: int = 0, **changes: object
) -> dict[str, object]:
    run = stop.run
    data: dict[str, object] = {
        "code": run.code,
        "name": run.name,
        "province": run.province_id,
        "driver": run.driver_id or "",
        "capacity_kg": 1500,
        "opens_at": written(run.opens_at),
        "cut_off_at": written(run.cut_off_at),
        "departs_at": written(run.departs_at),
        "diem-TOTAL_FORMS": len(stops),
        "diem-INITIAL_FORMS": initial,
    }
    for number, row in enumerate(stops):
        data |= {f"diem-{number}-{name}": value for name, value in row.items()}
    return data | changes


def stop_row(stop: RunStop, **changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "point": stop.point_id,
        "arrives_at": written(stop.arrives_at),
        "closes_at": written(stop.closes_at),
        "collect_by": written(stop.collect_by),
        "capacity_parcels": stop.capacity_parcels,
    }
    return row | ({"id": stop.pk} if stop.pk else {}) | changes


def unsaved_stop() -> RunStop:
    run = RunFactory.build(code="CH-2811-PH", province=ProvinceFactory(), driver=None)
    return RunStopFactory.build(run=run, point=PointFactory())


def test_a_run_is_made_with_its_stops(client: Client) -> None:
    stop = unsaved_stop()
    answer = client.post(url("new_run"), run_data(stop, stops=[stop_row(stop), {}]))
    run = Run.objects.get(code="CH-2811-PH")
    assert (answer.status_code, answer.url) == (302, url("run", run.pk))
    assert (run.state, run.capacity_g, run.stops.get().point) == (RunState.OPEN, 1_500_000, stop.point)
    assert AuditEvent.objects.get(action="run.scheduled").subject_id == run.pk


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [(0, "Chuyến cần ít nhất một điểm dừng."), (2, "Mỗi điểm nhận chỉ dừng một lần trong chuyến.")],
)
def test_wrong_stops_are_said_and_nothing_typed_is_lost(client: Client, rows: int, sentence: str) -> None:
    stop = unsaved_stop()
    answer = client.post(url("new_run"), run_data(stop, stops=[stop_row(stop)] * rows, name="Chuyến thử tên dài"))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Chuyến thử tên dài" in text(answer)
    assert not Run.objects.exists()


def test_times_out_of_order_are_said_beside_their_field(client: Client) -> None:
    stop = unsaved_stop()
    late = written(stop.run.departs_at + datetime.timedelta(days=1))
    answer = client.post(url("new_run"), run_data(stop, stops=[stop_row(stop)], cut_off_at=late))
    assert "Giờ xuất phát không được trước giờ chốt đơn." in text(answer)


def test_an_edit_that_moves_the_hours_tells_the_buyers(client: Client) -> None:
    stop = a_stop()
    order = order_at(stop)
    later = stop.closes_at + datetime.timedelta(hours=1)
    data = run_data(stop, stops=[stop_row(stop, closes_at=written(later))], initial=1)
    asked = client.post(url("edit_run", stop.run_id), data)
    assert asked.status_code == 200
    assert "1 đơn, 1 người mua được nhắn ngay" in text(asked)
    assert not Message.objects.filter(template="run_moved").exists()
    assert client.post(url("edit_run", stop.run_id), {**data, "buoc": "lam"}).status_code == 302
    stop.refresh_from_db()
    assert written(stop.closes_at) == written(later)
    assert Message.objects.get(template="run_moved").recipient == order.buyer_phone


def test_an_edit_that_moves_nothing_tells_nobody(client: Client) -> None:
    stop = a_stop()
    for name in ("arrives_at", "closes_at", "collect_by"):
        setattr(stop, name, getattr(stop, name).replace(second=0, microsecond=0))
    stop.save()
    order_at(stop)
    assert (
        client.post(url("edit_run", stop.run_id), run_data(stop, stops=[stop_row(stop)], initial=1)).status_code == 302
    )
    assert not Message.objects.filter(template="run_moved").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"capacity_parcels": 0}, "số chỗ không được ít hơn"),
        ({"DELETE": "on"}, "đã có đơn nên không bỏ được"),
    ],
)
def test_an_edit_does_not_take_away_what_orders_hold(client: Client, change: dict[str, object], sentence: str) -> None:
    stop = a_stop()
    order_at(stop)
    free = RunStopFactory(run=stop.run)
    data = run_data(stop, stops=[stop_row(stop, **change), stop_row(free)], initial=2)
    answer = client.post(url("edit_run", stop.run_id), data)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert RunStop.objects.get(pk=stop.pk).capacity_parcels == stop.capacity_parcels


def test_a_frozen_run_is_not_edited(client: Client) -> None:
    stop = a_stop()
    frozen(stop.run)
    answer = client.post(url("edit_run", stop.run_id), run_data(stop, stops=[stop_row(stop)], initial=1, name="Khác"))
    assert "đã chốt đơn nên không sửa được nữa" in text(answer)
    assert not Run.objects.filter(name="Khác").exists()


def test_a_run_is_frozen_by_hand_with_a_reason(client: Client) -> None:
    stop = a_stop()
    order_at(stop)
    refused = client.post(url("freeze_run", stop.run_id), {"reason": ""}, follow=True)
    assert "hãy ghi lý do" in text(refused)
    done = client.post(url("freeze_run", stop.run_id), {"reason": "Xe đi sớm"}, follow=True)
    assert "Đã chốt đơn" in text(done)
    assert "chốt đơn: Xe đi sớm" in text(done)
    stop.run.refresh_from_db()
    assert stop.run.state == RunState.FROZEN


def test_another_driver_takes_over_a_frozen_run(client: Client) -> None:
    stop, substitute = a_stop(), a_driver(full_name="Đặng Quốc Huy")
    frozen(stop.run)
    done = client.post(url("change_driver", stop.run_id), {"driver": substitute.pk}, follow=True)
    assert "Tài xế của chuyến: Đặng Quốc Huy." in text(done)
    stop.run.refresh_from_db()
    assert stop.run.driver == substitute
    no_driver = client.post(url("change_driver", stop.run_id), {"driver": UserFactory().pk}, follow=True)
    assert "Người này không còn là tài xế" in text(no_driver)


def test_a_run_on_the_road_is_not_left_without_a_driver(client: Client) -> None:
    stop = a_stop()
    Run.objects.filter(pk=stop.run_id).update(state=RunState.DEPARTED)
    answer = client.post(url("change_driver", stop.run_id), {"driver": ""}, follow=True)
    assert "phải có tài xế" in text(answer)
    Run.objects.filter(pk=stop.run_id).update(state=RunState.CLOSED)
    answer = client.post(url("change_driver", stop.run_id), {"driver": a_driver().pk}, follow=True)
    assert "không đổi tài xế" in text(answer)
    stop.run.refresh_from_db()
    assert stop.run.driver is not None


def test_calling_off_shows_what_is_lost_then_does_it(client: Client) -> None:
    stop = a_stop()
    order_at(stop, sellers=2)
    assert "1 đơn (2 phần của nhà bán, 196.000\xa0₫) sẽ bị hủy." in text(client.get(url("call_off_run", stop.run_id)))
    assert client.post(url("call_off_run", stop.run_id), {"reason": ""}).status_code == 422
    done = client.post(url("call_off_run", stop.run_id), {"reason": "Bão"}, follow=True)
    assert "và 1 đơn, đã nhắn từng người mua" in text(done)


def test_manifests_by_stop_and_by_seller_carry_no_code_and_no_phone(client: Client) -> None:
    stop = a_stop()
    order = order_at(stop, sellers=2)
    pack_up(order)
    assert client.get(url("manifest", stop.run_id)).status_code == 404
    frozen(stop.run)
    by_stop, by_seller = (text(client.get(url("manifest", stop.run_id) + query)) for query in ("", "?theo=nha-ban"))
    digits = codes.reveal(PickUpCode.objects.get(order=order))
    assert order.buyer_name in by_stop
    assert "196.000\xa0₫" in by_stop
    assert all(part.seller.name in by_seller for part in order.seller_orders.all())
    assert order.buyer_name not in by_seller
    for page in (by_stop, by_seller):
        assert digits not in page
        assert order.buyer_phone[3:] not in page


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("query", ["", "?theo=nha-ban"])
def test_a_manifest_costs_the_same_for_few_and_for_many_orders(client: Client, query: str) -> None:
    small, large = a_stop(), a_stop()
    for stop, count in ((small, 1), (large, 8)):
        for _ in range(count):
            pack_up(order_at(stop, sellers=2))
        frozen(stop.run)
    few, many = (queries_of(client, url("manifest", stop.run_id) + query) for stop in (small, large))
    assert few == many


def test_the_calendar_costs_the_same_for_few_and_for_many_runs(client: Client) -> None:
    order_at(a_stop())
    few = queries_of(client, url("runs"))
    for _ in range(6):
        order_at(RunStopFactory(run=RunFactory(driver=a_driver())))
    assert queries_of(client, url("runs")) == few


def test_cash_stands_where_it_was_taken(client: Client) -> None:
    stop = a_stop()
    order = order_at(stop)
    carry(order)
    operator = an_operator(stop.point)
    hand_over(
        order=order,
        run_stop=stop,
        operator=operator,
        cash_vnd=98_000,
        nonce=nonce(),
        found_by="code",
        at=timezone.now(),
    )
    html = text(client.get(url("cash")))
    assert stop.point.name in html
    assert "98.000\xa0₫" in html


def test_a_point_is_added_and_gets_an_operator(client: Client) -> None:
    commune = CommuneFactory(name="Xã Phước Hà")
    data = {
        "name": "Nhà văn hóa thôn Trà Nô",
        "kind": "culture_house",
        "commune": commune.pk,
        "address_line": "Thôn Trà Nô",
        "phone": "0900 000 111",
        "opening_hours": "T2–T7 7:00–18:00",
        "capacity_parcels": 60,
        "fee_vnd": 0,
        "is_active": "on",
    }
    wrong = client.post(url("new_point"), {**data, "phone": "12"})
    assert (wrong.status_code, "Nhà văn hóa thôn Trà Nô" in text(wrong)) == (422, True)
    client.post(url("new_point"), {**data, "phone": "0901 234 567"})
    point = PickUpPoint.objects.get()
    assert (point.slug, point.phone) == ("nha-van-hoa-thon-tra-no-xa-phuoc-ha", "+84901234567")
    nobody = client.post(url("appoint_operator", point.pk), {"phone": "0912 345 999"})
    assert "Chưa có tài khoản với số này" in text(nobody)
    person = UserFactory(phone="+84912345999", full_name="Tà Yên Thị Hoa")
    client.post(url("appoint_operator", point.pk), {"phone": "0912 345 999"})
    grant = RoleGrant.objects.get(user=person)
    assert (grant.role, grant.point) == (Role.POINT_OPERATOR, point)
    client.post(url("dismiss_operator", point.pk, grant.pk))
    assert not RoleGrant.objects.filter(user=person).exists()


def test_another_grant_is_not_taken_away_through_a_point(client: Client) -> None:
    point, boss = PointFactory(), GrantFactory(role=Role.REVIEWER)
    assert client.post(url("dismiss_operator", point.pk, boss.pk)).status_code == 404
    assert RoleGrant.objects.filter(pk=boss.pk).exists()


def test_another_provinces_runs_points_and_cash_are_not_there(elsewhere: Client) -> None:
    stop = a_stop()
    order = order_at(stop)
    frozen(stop.run)
    assert stop.run.code not in text(elsewhere.get(url("runs")))
    assert stop.point.name not in text(elsewhere.get(url("points")))
    for name in ("run", "edit_run", "call_off_run", "manifest"):
        assert elsewhere.get(url(name, stop.run_id)).status_code == 404
    for name in ("freeze_run", "call_off_run", "edit_run", "change_driver"):
        assert elsewhere.post(url(name, stop.run_id), {"reason": "x"}).status_code == 404
    for name in ("point",):
        assert elsewhere.get(url(name, stop.point_id)).status_code == 404
    assert elsewhere.post(url("appoint_operator", stop.point_id), {"phone": "0912345678"}).status_code == 404
    order.refresh_from_db()
    assert order.status == "placed"


def test_a_stop_is_not_set_at_another_provinces_point(elsewhere: Client) -> None:
    stop = unsaved_stop()
    answer = elsewhere.post(url("new_run"), run_data(stop, stops=[stop_row(stop)], province="79"))
    assert answer.status_code == 422
    assert not Run.objects.exists()


def test_only_administrators_come_in() -> None:
    stop = a_stop()
    for person in (stop.run.driver, GrantFactory(role=Role.REVIEWER).user, an_operator(stop.point)):
        assert sign_in(person).get(url("runs")).status_code == 403
        assert sign_in(person).get(url("run", stop.run_id)).status_code == 403
