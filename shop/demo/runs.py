"""Weekly routes of the demo market; shop.shipping.planning makes the runs of four weeks ahead from them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.utils import timezone

from shop.accounts.models import User
from shop.demo.tables import rows
from shop.shipping.enums import Weekday
from shop.shipping.models import PickUpPoint, RunTemplate, RunTemplateStop
from shop.shipping.planning import plan_weeks

WEEKDAYS = {"T4": Weekday.WEDNESDAY, "T7": Weekday.SATURDAY}
CUT_OFF = datetime.time(17, 0)
CUT_OFF_DAYS = 2
HOLD_DAYS = 2
STOP_SHARE = 0.7
DAYS_OF_WEEK = 7  # orders open on the Monday of the week before


def load_calendar(*, points: dict[str, PickUpPoint], people: dict[str, User], now: datetime.datetime) -> int:
    """Create the missing routes of data/routes.csv and the runs of four weeks; return how many runs were added.

    A Saturday's orders close on Thursday at 17:00, a Wednesday's on Monday at 17:00.
    """
    for route in rows("routes"):
        weekday = WEEKDAYS[route["weekday"]]
        load_route(route, code=route["key"], weekday=weekday, points=points, people=people)
    return len(plan_weeks(today=timezone.localdate(now)))


def load_route(
    route: dict[str, str], *, code: str, weekday: int, points: dict[str, PickUpPoint], people: dict[str, User]
) -> RunTemplate:
    """Return the weekly template of a route, created when missing."""
    template, added = RunTemplate.objects.get_or_create(
        code=code,
        defaults={
            "name": route["name"],
            "province_id": route["province_code"],
            "weekday": weekday,
            "departs_time": datetime.time.fromisoformat(route["departs"]),
            "cut_off_days": CUT_OFF_DAYS,
            "cut_off_time": CUT_OFF,
            "opens_days": weekday + DAYS_OF_WEEK,
            "capacity_g": int(route["capacity_kg"]) * 1000,
            "driver": people[route["driver"]],
            "is_demo": True,
        },
    )
    if added:
        RunTemplateStop.objects.bulk_create(_stops(template, route["stops"], points))
    return template


def _stops(template: RunTemplate, stops: str, points: dict[str, PickUpPoint]) -> Iterator[RunTemplateStop]:
    for position, text in enumerate(stops.split(";"), start=1):
        key, hours = text.split()
        opens, closes = (datetime.time.fromisoformat(hour) for hour in hours.split("-"))
        yield RunTemplateStop(
            template=template,
            point=points[key],
            position=position,
            arrives_time=opens,
            closes_time=closes,
            hold_days=HOLD_DAYS,
            capacity_parcels=max(1, int(points[key].capacity_parcels * STOP_SHARE)),
        )
