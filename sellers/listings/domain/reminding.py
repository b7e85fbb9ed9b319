"""Tell administrators of take-down requests whose 24 hours end soon or are over."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.listings.models import TakeDownRequest, TakeDownState
from shop.accounts.alarms import alarm_administrators, reminders


@transaction.atomic
def remind_of_take_downs(*, at: datetime.datetime) -> int:
    """Sound the alarm of the open requests that are due soon or overdue; return how many. Safe to run again."""
    due = TakeDownRequest.objects.filter(state=TakeDownState.OPEN, due_at__lte=reminders(at))
    requests = list(due.select_related("listing"))
    for request in requests:
        alarm_administrators(
            about=f"take-down-due:{request.pk}",
            due_at=request.due_at,
            template="take_down_due",
            context={"take_down": request, "listing": request.listing},
            at=at,
        )
    return len(requests)
