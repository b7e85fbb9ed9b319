"""Hours in which nobody is woken: messages that can wait, deadlines and telephone lists keep out of them.

QUIET_HOURS is (begin, end) in Vietnamese time and may run over midnight; equal times mean no quiet hours.
"""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def is_quiet(at: datetime.datetime) -> bool:
    """Return whether people are left alone at this moment."""
    begin, end = settings.QUIET_HOURS
    now = _local(at).time()
    return now >= begin or now < end if begin > end else begin <= now < end


def after_quiet(at: datetime.datetime) -> datetime.datetime:
    """Return the moment itself, or the end of the quiet hours it falls in."""
    if not is_quiet(at):
        return at
    begin, end = settings.QUIET_HOURS
    local = _local(at)
    day = local.date() + datetime.timedelta(days=1 if begin > end and local.time() >= begin else 0)
    return datetime.datetime.combine(day, end, tzinfo=local.tzinfo)


def due_at(*, at: datetime.datetime, is_urgent: bool) -> datetime.datetime | None:
    """Return when a message may go out that was written at `at`; None: at once."""
    return None if is_urgent or not is_quiet(at) else after_quiet(at)


def _local(at: datetime.datetime) -> datetime.datetime:
    return at.astimezone(ZoneInfo(settings.TIME_ZONE))
