"""How days and times are said: "thứ Bảy 28/11", "T7 28/11", "17:00 thứ Năm 26/11", "20/10" of the moon."""

from __future__ import annotations

import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _
from lunar_vn import solar_to_lunar

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
SHORT_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
RELATIVE_DAYS = 3

Moment = datetime.date | datetime.datetime


def local_date(value: Moment) -> datetime.date:
    """Return the day in Viet Nam; a plain date stays as it is."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def weekday(value: Moment) -> str:
    return WEEKDAYS[local_date(value).weekday()]


def short_weekday(value: Moment) -> str:
    return SHORT_WEEKDAYS[local_date(value).weekday()]


def day_and_month(value: Moment) -> str:
    day = local_date(value)
    return f"{day.day}/{day.month}"


def full_date(value: Moment) -> str:
    day = local_date(value)
    return f"{day.day}/{day.month}/{day.year}"


def clock(value: datetime.datetime) -> str:
    """Return "7:30", in Viet Nam's time."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local.hour}:{local.minute:02d}"


@lru_cache(maxsize=1024)
def lunar(day: datetime.date) -> str:
    """Return the lunar day and month, "20/10"; a leap month is marked "n" (nhuận)."""
    date = solar_to_lunar(day)
    return f"{date.day}/{date.month}{'n' if date.leap else ''}"


def remaining(until: datetime.datetime, now: datetime.datetime) -> str:
    """Return "Còn 2 ngày 7 giờ" up to three days ahead; an empty text before and after that."""
    left = until - now
    if not datetime.timedelta(0) < left <= datetime.timedelta(days=RELATIVE_DAYS):
        return ""
    hours, minutes = left.seconds // 3600, left.seconds % 3600 // 60
    if left.days:
        return _("Còn %(days)d ngày %(hours)d giờ") % {"days": left.days, "hours": hours}
    if hours:
        return _("Còn %(hours)d giờ %(minutes)d phút") % {"hours": hours, "minutes": minutes}
    return _("Còn %(minutes)d phút") % {"minutes": max(minutes, 1)}
