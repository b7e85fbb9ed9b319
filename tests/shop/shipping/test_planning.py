import datetime

import pytest
from django.db import IntegrityError
from django.utils import timezone

from shop.shipping.enums import RunState
from shop.shipping.models import Holiday, Run, RunStop, RunTemplate
from shop.shipping.planning import open_due, plan_weeks
from tests.factories.places import ProvinceFactory, RunFactory, RunTemplateFactory, RunTemplateStopFactory

TUESDAY = datetime.date(2026, 11, 24)


def saturday_template(**fields: object) -> RunTemplate:
    template = RunTemplateFactory(code="PH", weekday=5, **fields)
    RunTemplateStopFactory(template=template, hold_days=2, capacity_parcels=26)
    return template


def local(moment: datetime.datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}"


@pytest.mark.django_db
def test_plan_weeks_makes_one_run_a_week_with_its_stops() -> None:
    saturday_template()
    runs = plan_weeks(today=TUESDAY, weeks=4)
    assert [run.code for run in runs] == ["CH-2811-PH", "CH-0512-PH", "CH-1212-PH", "CH-1912-PH"]
    first, stop = runs[0], RunStop.objects.get(run=runs[0])
    assert (local(first.cut_off_at), local(first.departs_at)) == ("26/11/2026 17:00", "28/11/2026 04:00")
    assert (local(stop.arrives_at), local(stop.closes_at)) == ("28/11/2026 07:30", "28/11/2026 11:00")
    assert (local(stop.collect_by), stop.capacity_parcels) == ("30/11/2026 11:00", 26)


@pytest.mark.django_db
def test_plan_weeks_again_makes_nothing_and_keeps_what_people_changed() -> None:
    saturday_template()
    plan_weeks(today=TUESDAY)
    Run.objects.filter(code="CH-2811-PH").update(state=RunState.CALLED_OFF)
    assert plan_weeks(today=TUESDAY) == []
    assert Run.objects.get(code="CH-2811-PH").state == RunState.CALLED_OFF


@pytest.mark.django_db
def test_plan_weeks_leaves_out_a_run_whose_cut_off_day_is_past() -> None:
    saturday_template()
    assert [run.code for run in plan_weeks(today=datetime.date(2026, 11, 27), weeks=2)] == ["CH-0512-PH"]


@pytest.mark.django_db
def test_plan_weeks_leaves_out_a_template_that_stopped() -> None:
    saturday_template(is_active=False)
    assert plan_weeks(today=TUESDAY) == []


@pytest.mark.django_db
def test_plan_weeks_writes_the_year_when_an_older_run_has_the_code() -> None:
    saturday_template()
    RunFactory(
        code="CH-2811-PH",
        cut_off_at=timezone.make_aware(datetime.datetime(2020, 11, 27)),
        opens_at=timezone.make_aware(datetime.datetime(2020, 11, 1)),
    )
    assert plan_weeks(today=TUESDAY, weeks=1)[0].code == "CH-281126-PH"
    assert plan_weeks(today=TUESDAY, weeks=1) == []


@pytest.mark.django_db
def test_planned_runs_open_when_their_time_has_come() -> None:
    saturday_template(opens_days=7)
    runs = plan_weeks(today=TUESDAY, weeks=2)
    assert [run.state for run in runs] == [RunState.OPEN, RunState.PLANNED]
    assert open_due(at=runs[1].opens_at - datetime.timedelta(minutes=1)) == 0
    assert open_due(at=runs[1].opens_at) == 1
    assert open_due(at=runs[1].opens_at) == 0


@pytest.mark.django_db
def test_the_database_refuses_a_template_that_closes_before_it_arrives() -> None:
    with pytest.raises(IntegrityError):
        RunTemplateStopFactory(arrives_time=datetime.time(9), closes_time=datetime.time(8))


@pytest.mark.django_db
def test_no_run_on_a_holiday_and_no_stop_at_a_point_that_is_closed():
    monday = datetime.date(2026, 11, 2)
    first = RunTemplateStopFactory(template__weekday=0)
    second = RunTemplateStopFactory(template=first.template)
    Holiday.objects.create(day=monday + datetime.timedelta(days=7), name="Nghỉ lễ")
    Holiday.objects.create(day=monday + datetime.timedelta(days=14), name="Điểm nghỉ", point=second.point)
    other = ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi")
    Holiday.objects.create(day=monday + datetime.timedelta(days=21), name="Nơi khác", province=other)
    runs = plan_weeks(today=monday - datetime.timedelta(days=4), weeks=4)
    points = {timezone.localdate(run.departs_at): {stop.point_id for stop in run.stops.all()} for run in runs}
    assert points == {
        monday: {first.point_id, second.point_id},
        monday + datetime.timedelta(days=14): {first.point_id},
        monday + datetime.timedelta(days=21): {first.point_id, second.point_id},
    }
