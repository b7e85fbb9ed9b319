"""Make the runs of the coming weeks from the weekly templates."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from shop.shipping.enums import RunState
from shop.shipping.models import Run, RunStop, RunTemplate, RunTemplateStop


@transaction.atomic
def plan_weeks(*, today: datetime.date, weeks: int = 4) -> list[Run]:
    """Return the runs that were made: those of active templates departing in the next `weeks` weeks.

    today: the date in Viet Nam. A run that exists stays as people have changed it; one whose cut-off day is past
    is not made. Safe to run any number of times; two calls at once wait for each other.
    """
    templates = list(
        RunTemplate.objects.select_for_update(of=("self",)).filter(is_active=True).prefetch_related("stops")
    )
    days = [today + datetime.timedelta(days=n) for n in range(weeks * 7)]
    planned = [(template, day) for day in days for template in templates if template.weekday == day.weekday()]
    known = dict(Run.objects.filter(code__in=_codes(planned)).values_list("code", "departs_at"))
    return [
        _make(template, day, today, known)
        for template, day in planned
        if day - datetime.timedelta(days=template.cut_off_days) >= today and not _exists(template, day, known)
    ]


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


def _make(template: RunTemplate, day: datetime.date, today: datetime.date, known: dict[str, datetime.datetime]) -> Run:
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
        driver_id=template.driver_id,
        is_demo=template.is_demo,
    )
    RunStop.objects.bulk_create(_stop(run, row, day) for row in template.stops.all())
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
