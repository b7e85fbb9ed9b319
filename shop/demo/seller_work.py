"""What sellers have on their hands: orders nobody confirmed in time."""

from __future__ import annotations

import datetime

from shop.aftersales.domain.confirming import remind_and_escalate
from shop.communication.daytime import not_at_night


def leave_work(*, now: datetime.datetime) -> None:
    """Put the late orders on the telephone list, as the job does by day."""
    remind_and_escalate(at=not_at_night(now))
