"""When people may be disturbed: from 7:00 to 21:00 in Viet Nam."""

from __future__ import annotations

import datetime

from django.utils import timezone

STARTS = 7
ENDS = 21


def is_night(at: datetime.datetime) -> bool:
    """Return whether people sleep at this moment."""
    return not STARTS <= timezone.localtime(at).hour < ENDS


def not_at_night(at: datetime.datetime) -> datetime.datetime:
    """Return the moment itself by day, the coming morning by night."""
    if not is_night(at):
        return at
    local = timezone.localtime(at)
    morning = local.replace(hour=STARTS, minute=0, second=0, microsecond=0)
    return morning if local.hour < STARTS else morning + datetime.timedelta(days=1)
