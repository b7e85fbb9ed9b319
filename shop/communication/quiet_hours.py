"""Hours in which nobody is woken by a message that can wait."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def due_at(*, at: datetime.datetime, is_urgent: bool) -> datetime.datetime | None:
    """Return when a message may go out that was written at `at`; None: at once.

    QUIET_HOURS is (begin, end) in Vietnamese time and may run over midnight; equal times mean no quiet hours.
    """
    begin, end = settings.QUIET_HOURS
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    now = local.time()
    over_midnight = begin > end
    is_quiet = now >= begin or now < end if over_midnight else begin <= now < end
    if is_urgent or not is_quiet:
        return None
    day = local.date() + datetime.timedelta(days=1 if over_midnight and now >= begin else 0)
    return datetime.datetime.combine(day, end, tzinfo=local.tzinfo)
