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
        if route["weekday"]:
            _template(route, points, people)
    return len(plan_weeks(today=timezone.localdate(now)))


def _template(route: dict[str, str], points: dict[str, PickUpPoint], people: dict[str, User]) -> None:
    weekday = WEEKDAYS[route["weekday"]]
    template, added = RunTemplate.objects.get_or_create(
        code=route["key"],
        defaults={
            "name": route["name"],
            "province_id": route["province_code"],
            "weekday": weekday,
            "departs_time": datetime.time.fromisoformat(route["departs"]),
            "cut_off_days": CUT_OFF_DAYS,
            "cut_off_time": CUT_OFF,
            "opens_days": weekday + DAYS_OF_WEEK,
            "capacity_g": int(route["capacity_kg"]) * 1000,
            "min_orders": int(route["min_orders"]),
            "driver": people[route["driver"]],
            "is_demo": True,
        },
    )
    if added:
        RunTemplateStop.objects.bulk_create(_template_stops(template, route, points))


def _template_stops(
    template: RunTemplate, route: dict[str, str], points: dict[str, PickUpPoint]
) -> Iterator[RunTemplateStop]:
    for position, (point, opens, closes) in enumerate(stops_of(route, points), start=1):
        yield RunTemplateStop(
            template=template,
            point=point,
            position=position,
            arrives_time=opens,
            closes_time=closes,
            hold_days=HOLD_DAYS,
            capacity_parcels=room_at(point),
        )


def stops_of(
    route: dict[str, str], points: dict[str, PickUpPoint]
) -> Iterator[tuple[PickUpPoint, datetime.time, datetime.time]]:
    """Return point, opening and closing hour of each stop of a route ("tra-no 07:30-11:00; …")."""
    for text in route["stops"].split(";"):
        key, hours = text.split()
        opens, closes = (datetime.time.fromisoformat(hour) for hour in hours.split("-"))
        yield points[key], opens, closes


def room_at(point: PickUpPoint) -> int:
    """Return how many parcels one run may bring to a point."""
    return max(1, int(point.capacity_parcels * STOP_SHARE))
