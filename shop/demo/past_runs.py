"""Runs that planning no longer makes: two that ended last week, one on the road, one whose list is closed."""

from __future__ import annotations

import datetime

from django.utils import timezone

from shop.accounts.models import User
from shop.demo.runs import CUT_OFF, CUT_OFF_DAYS, HOLD_DAYS, room_at, stops_of
from shop.demo.tables import rows
from shop.shipping.enums import RunState
from shop.shipping.models import PickUpPoint, Run, RunStop

SATURDAY = 5
OPENS_DAYS = 12
DAY = datetime.timedelta(days=1)
AT_LEAST_BEHIND = datetime.timedelta(hours=9)
AT_LEAST_AHEAD = datetime.timedelta(hours=2)
ROUTES = {"past-south": "NTN", "past-hills": "NTM", "under-way": "TCD", "frozen": "TCC"}


def make_past_runs(
    *, points: dict[str, PickUpPoint], people: dict[str, User], now: datetime.datetime
) -> dict[str, Run]:
    """Create the four runs, open as they once were, and return them by story name."""
    days = {
        "past-south": _last_saturday(now),
        "past-hills": _last_saturday(now),
        "under-way": timezone.localdate(now - AT_LEAST_BEHIND),
        "frozen": _next_departure(now),
    }
    routes = {route["key"]: route for route in rows("routes")}
    return {story: _run(routes[ROUTES[story]], day, points, people) for story, day in days.items()}


def _last_saturday(now: datetime.datetime) -> datetime.date:
    """Return the last Saturday whose parcels are no longer kept at the points."""
    day = timezone.localdate(now) - DAY * (HOLD_DAYS + 1)
    return day - DAY * ((day.weekday() - SATURDAY) % 7)


def _next_departure(now: datetime.datetime) -> datetime.date:
    """Return the next day whose early departure lies ahead; orders for it closed two days before."""
    return timezone.localdate(now + AT_LEAST_AHEAD - datetime.timedelta(hours=3, minutes=30)) + DAY


def _run(route: dict[str, str], day: datetime.date, points: dict[str, PickUpPoint], people: dict[str, User]) -> Run:
    run = Run.objects.create(
        code=f"CH-{day:%d%m}-{route['key']}",
        name=route["name"],
        province_id=route["province_code"],
        state=RunState.OPEN,
        opens_at=_at(day - DAY * OPENS_DAYS, datetime.time(0)),
        cut_off_at=_at(day - DAY * CUT_OFF_DAYS, CUT_OFF),
        departs_at=_at(day, datetime.time.fromisoformat(route["departs"])),
        capacity_g=int(route["capacity_kg"]) * 1000,
        driver=people[route["driver"]],
        is_demo=True,
    )
    RunStop.objects.bulk_create(
        RunStop(
            run=run,
            point=point,
            position=position,
            arrives_at=_at(day, opens),
            closes_at=_at(day, closes),
            collect_by=_at(day + DAY * HOLD_DAYS, closes),
            capacity_parcels=room_at(point),
        )
        for position, (point, opens, closes) in enumerate(stops_of(route, points), start=1)
    )
    return run


def _at(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, hour))
