"""Which days the next settlement covers."""

from __future__ import annotations

import datetime

from django.conf import settings

from sellers.payouts.models import PayoutPeriod

DAY = datetime.timedelta(days=1)
Days = tuple[datetime.date, datetime.date]


def due_period(*, today: datetime.date) -> Days | None:
    """Return first and last day of the oldest period that is over and not settled, or None.

    It begins where the last one ended and ends with its week (Sunday) or month, as PAYOUT_PERIOD says, so a change
    of the setting leaves no gap. The very first one is the last whole week or month.
    """
    last = PayoutPeriod.objects.order_by("-ends_on").first()
    first_day = last.ends_on + DAY if last else _start_of(_start_of(today) - DAY)
    last_day = _end_of(first_day)
    return (first_day, last_day) if last_day < today else None


def _start_of(day: datetime.date) -> datetime.date:
    return day.replace(day=1) if settings.PAYOUT_PERIOD == "monthly" else day - DAY * day.weekday()


def _end_of(day: datetime.date) -> datetime.date:
    if settings.PAYOUT_PERIOD == "monthly":
        return (day.replace(day=1) + DAY * 32).replace(day=1) - DAY
    return day + DAY * (6 - day.weekday())
