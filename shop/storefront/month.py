"""The month of delivery runs as a calendar with lunar days."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from shop.shipping.models import RunStop
from shop.storefront import dates


@dataclass(frozen=True)
class Day:
    """One square: `look` is the class of app.css; `stops` is how many arrive, `run_id` the first of their runs."""

    date: datetime.date
    look: str
    lunar: str
    stops: int
    run_id: int | None


@dataclass(frozen=True)
class Month:
    first: datetime.date
    weeks: list[list[Day | None]]
    previous: str
    next: str


def parse(text: str, today: datetime.date) -> datetime.date:
    """Return the first day of the month written "2026-11"; the present month for anything else or far away."""
    try:
        first = datetime.datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return today.replace(day=1)
    is_near = abs((first.year - today.year) * 12 + first.month - today.month) <= 12
    return first if is_near else today.replace(day=1)


def following(first: datetime.date) -> datetime.date:
    return (first + datetime.timedelta(days=32)).replace(day=1)


def build(first: datetime.date, stops: Iterable[RunStop], today: datetime.date) -> Month:
    """Return the weeks of a month from Monday; squares outside the month are None."""
    arrivals: dict[datetime.date, int] = {}
    cut_offs: set[datetime.date] = set()
    first_runs: dict[datetime.date, int] = {}
    for stop in stops:
        day = dates.local_date(stop.arrives_at)
        arrivals[day] = arrivals.get(day, 0) + 1
        first_runs.setdefault(day, stop.run_id)
        cut_offs.add(dates.local_date(stop.run.cut_off_at))
    weeks = [
        [
            _day(day, arrivals, cut_offs, today, first_runs.get(day)) if day.month == first.month else None
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    before = first - datetime.timedelta(days=1)
    return Month(first, weeks, f"{before:%Y-%m}", f"{following(first):%Y-%m}")


def _day(
    day: datetime.date,
    arrivals: dict[datetime.date, int],
    cut_offs: set[datetime.date],
    today: datetime.date,
    run_id: int | None,
) -> Day:
    looks = []
    if day < today:
        looks.append("past")
    if day in arrivals:
        looks.append("ran" if day < today else "run")
    elif day in cut_offs and day >= today:
        looks.append("cut")
    if day == today:
        looks.append("today")
    lunar = dates.lunar(day)
    shown = lunar if day.day == 1 or lunar.startswith("1/") else lunar.split("/")[0]
    return Day(day, " ".join(looks), shown, arrivals.get(day, 0), run_id)
