"""The planning board: weekly runs, days without runs, a stop that moves or is left out, a run below its minimum."""

import datetime

import pytest
from django.utils import timezone

from shop.accounts.enums import Role
from shop.campaign.fairs.models import MarketSession
from shop.communication.models import Message
from shop.order.models import Order, SellerOrder
from shop.shipping.models import Holiday, Run, RunStop, RunTemplate
from shop.shipping.planning import plan_weeks
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory
from tests.factories.places import PointFactory, ProvinceFactory, RunFactory, RunStopFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
RUNS = "/quan-tri/chuyen-hang/"


@pytest.fixture
def office():
    return sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)


def text(answer) -> str:
    return answer.content.decode()


def template_form(point, **changes) -> dict[str, object]:
    return {
        "code": "PH",
        "name": "Tuyến Phước Hà",
        "province": point.commune.province_id,
        "weekday": 5,
        "departs_time": "04:00",
        "cut_off_days": 2,
        "cut_off_time": "17:00",
        "opens_days": 28,
        "capacity_kg": 900,
        "min_orders": 3,
        "min_value_vnd": 0,
        "is_active": "on",
        "diem-TOTAL_FORMS": 1,
        "diem-INITIAL_FORMS": 0,
        "diem-0-point": point.pk,
        "diem-0-days_after": 0,
        "diem-0-arrives_time": "07:30",
        "diem-0-closes_time": "11:00",
        "diem-0-hold_days": 3,
        "diem-0-capacity_parcels": 30,
    } | changes


def test_a_weekly_run_written_in_the_office_is_planned(office):
    point = PointFactory()
    refused = office.post(f"{RUNS}tuyen/moi/", template_form(point, opens_days=1))
    assert refused.status_code == 422 and "Phải mở nhận đơn trước" in text(refused)
    office.post(f"{RUNS}tuyen/moi/", template_form(point))
    template = RunTemplate.objects.get()
    assert (template.capacity_g, template.min_orders, template.stops.get().point) == (900_000, 3, point)
    runs = plan_weeks(today=timezone.localdate(), weeks=2)
    assert runs and {run.min_orders for run in runs} == {3}
    assert "Tuyến Phước Hà" in text(office.get(f"{RUNS}tuyen/"))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-13-45", "x"])
def test_a_week_that_cannot_be_shows_this_one(office, day):
    assert office.get(RUNS, {"tu": day}).context["begins"] == office.get(RUNS).context["begins"]


def test_a_day_without_runs_is_added_and_taken_back(office):
    day = timezone.localdate() + datetime.timedelta(days=30)
    office.post(f"{RUNS}ngay-nghi/", {"day": day.isoformat(), "name": "Quốc khánh"})
    holiday = Holiday.objects.get()
    assert (holiday.day, holiday.province, holiday.point) == (day, None, None)
    assert "Quốc khánh" in text(office.get(f"{RUNS}ngay-nghi/"))
    office.post(f"{RUNS}ngay-nghi/{holiday.pk}/bo/")
    assert not Holiday.objects.exists()


def test_moving_a_stop_shows_who_is_told_before_it_does_anything(office):
    stop, new_point = RunStopFactory(), PointFactory(name="Chợ mới")
    order = placed_order(stop=stop)
    Message.objects.all().delete()
    form = {
        "point": new_point.pk,
        "arrives_at": f"{timezone.localtime(stop.arrives_at):%Y-%m-%dT%H:%M}",
        "closes_at": f"{timezone.localtime(stop.closes_at):%Y-%m-%dT%H:%M}",
        "collect_by": f"{timezone.localtime(stop.collect_by):%Y-%m-%dT%H:%M}",
        "capacity_parcels": 10,
    }
    address = f"{RUNS}{stop.run_id}/diem/{stop.pk}/doi/"
    shown = text(office.post(address, form))
    assert "1 đơn" in shown and "Chợ mới" in shown
    assert RunStop.objects.get().point == stop.point and not Message.objects.exists()
    office.post(address, form | {"buoc": "lam"})
    assert (RunStop.objects.get().point, RunStop.objects.get().capacity_parcels) == (new_point, 10)
    told = Message.objects.get(template="run_moved")
    assert (told.recipient, "Chợ mới" in told.body) == (order.buyer_phone, True)
    assert order.pick_up_codes.get().run_stop_id == stop.pk


def test_leaving_a_stop_out_shows_orders_and_money_first(office):
    run = RunFactory()
    stop, _ = RunStopFactory(run=run), RunStopFactory(run=run)
    placed_order(stop=stop)
    address = f"{RUNS}{run.pk}/diem/{stop.pk}/bo/"
    assert "98.000" in text(office.get(address))
    assert SellerOrder.objects.get().state == "placed"
    office.post(address, {"reason": "cầu hỏng"})
    assert Order.objects.get().status == "cancelled"
    assert "Đã bỏ" in text(office.get(f"{RUNS}{run.pk}/"))


def test_a_run_below_its_minimum_is_marked_and_can_be_let_go(office):
    run = RunStopFactory(run=RunFactory(min_orders=5)).run
    assert "Chưa đủ đơn" in text(office.get(RUNS))
    assert "Vẫn chạy" in text(office.get(f"{RUNS}{run.pk}/"))
    office.post(f"{RUNS}{run.pk}/van-chay/", {"reason": "hàng Tết"})
    assert Run.objects.get().minimum_waived_at
    assert "Chưa đủ đơn" not in text(office.get(RUNS))


def test_a_run_that_serves_a_market_session_is_shown_at_both(client, office):
    stop = RunStopFactory()
    session = MarketSession.objects.create(
        name="Phiên Phước Hà",
        slug="phien-phuoc-ha",
        starts_on=timezone.localdate() + datetime.timedelta(days=3),
        run=stop.run,
    )
    assert "Phiên Phước Hà" in text(client.get("/chuyen-hang/?tinh=56"))
    assert f"#chuyen-{stop.run_id}" in text(client.get(f"/phong-trao/phien-cho/{session.slug}/"))
    assert "Phiên Phước Hà" in text(office.get(f"{RUNS}{stop.run_id}/sua/"))


def test_another_provinces_stops_are_out_of_reach():
    stop = RunStopFactory()
    other = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    client = sign_in(GrantFactory(role=Role.ADMINISTRATOR, province=other).user)
    for act in ("bo", "doi"):
        assert client.get(f"{RUNS}{stop.run_id}/diem/{stop.pk}/{act}/").status_code == 404
