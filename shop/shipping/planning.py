"""Make the runs of the coming weeks from the weekly templates."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from shop.shipping.enums import RunState
from shop.shipping.models import Holiday, Run, RunStop, RunTemplate, RunTemplateStop

LONGEST_TRIP = datetime.timedelta(days=14)


@transaction.atomic
def plan_weeks(*, today: datetime.date, weeks: int = 4) -> list[Run]:
    """Return the runs that were made: those of active templates departing in the next `weeks` weeks.

    today: the date in Viet Nam. A run that exists stays as people have changed it; one whose cut-off day is past
    is not made, nor one on a holiday, nor a stop at a point that is closed that day. Safe to run any number of times;
    two calls at once wait for each other.
    """
    templates = list(
        RunTemplate.objects.select_for_update(of=("self",)).filter(is_active=True).prefetch_related("stops")
    )
    days = [today + datetime.timedelta(days=n) for n in range(weeks * 7)]
    planned = [(template, day) for day in days for template in templates if template.weekday == day.weekday()]
    closed = _Closed(days[0], days[-1] + LONGEST_TRIP)
    known = dict(Run.objects.filter(code__in=_codes(planned)).values_list("code", "departs_at"))
    due = [
        (template, day)
        for template, day in planned
        if day - datetime.timedelta(days=template.cut_off_days) >= today and not _exists(template, day, known)
    ]
    return [run for template, day in due if (run := _make(template, day, today, known, closed)) is not None]


def open_due(*, at: datetime.datetime) -> int:
    """Open the planned runs whose time has come; return how many."""
    due = Run.objects.filter(state=RunState.PLANNED, opens_at__lte=at)
    return due.update(state=RunState.OPEN)


def code_of(template: RunTemplate, day: datetime.date, *, with_year: bool = False) -> str:
    """Return "CH-2811-NT"; with the year ("CH-281126-NT") where another year's run has the short code."""
    return f"CH-{day:%d%m%y}-{template.code}" if with_year else f"CH-{day:%d%m}-{template.code}"


def _codes(planned: list[tuple[RunTemplate, datetime.date]]) -> list[str]:
    return [code_of(template, day, with_year=long) for template, day in planned for long in (False, True)]


def _exists(template: RunTemplate, day: datetime.date, known: dict[str, datetime.datetime]) -> bool:
    short = known.get(code_of(template, day))
    same_year = short is not None and timezone.localdate(short).year == day.year
    return same_year or code_of(template, day, with_year=True) in known


class _Closed:
    """The holidays between two days."""

    def __init__(self, first: datetime.date, last: datetime.date) -> None:
        rows = Holiday.objects.filter(day__gte=first, day__lte=last)
        self._days = {(row.day, row.province_id, row.point_id) for row in rows}

    def is_holiday(self, day: datetime.date, province_id: str) -> bool:
        return not self._days.isdisjoint({(day, None, None), (day, province_id, None)})

    def is_shut(self, day: datetime.date, province_id: str, point_id: int) -> bool:
        return self.is_holiday(day, province_id) or (day, None, point_id) in self._days


def _make(
    template: RunTemplate,
    day: datetime.date,
    today: datetime.date,
    known: dict[str, datetime.datetime],
    closed: _Closed,
) -> Run | None:
    stops = [
        row
        for row in template.stops.all()
        if not closed.is_shut(day + datetime.timedelta(days=row.days_after), template.province_id, row.point_id)
    ]
    if closed.is_holiday(day, template.province_id) or not stops:
        return None
    opens_on = day - datetime.timedelta(days=template.opens_days)
    run = Run.objects.create(
        code=code_of(template, day, with_year=code_of(template, day) in known),
        name=template.name,
        province_id=template.province_id,
        state=RunState.OPEN if opens_on <= today else RunState.PLANNED,
        opens_at=_moment(opens_on, datetime.time(0, 0)),
        cut_off_at=_moment(day - datetime.timedelta(days=template.cut_off_days), template.cut_off_time),
        departs_at=_moment(day, template.departs_time),
        capacity_g=template.capacity_g,
        min_orders=template.min_orders,
        min_value_vnd=template.min_value_vnd,
        driver_id=template.driver_id,
        is_demo=template.is_demo,
    )
    RunStop.objects.bulk_create(_stop(run, row, day) for row in stops)
    return run


def _stop(run: Run, row: RunTemplateStop, day: datetime.date) -> RunStop:
    there = day + datetime.timedelta(days=row.days_after)
    return RunStop(
        run=run,
        point_id=row.point_id,
        position=row.position,
        arrives_at=_moment(there, row.arrives_time),
        closes_at=_moment(there, row.closes_time),
        collect_by=_moment(there + datetime.timedelta(days=row.hold_days), row.closes_time),
        capacity_parcels=row.capacity_parcels,
    )


def _moment(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time))
