"""Tell administrators of closings that an authority asked for and no second person has confirmed."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.standing.queries import demanded_closings
from shop.accounts.alarms import alarm_administrators, reminders


@transaction.atomic
def remind_of_closings(*, at: datetime.datetime) -> int:
    """Sound the alarm of the demanded closings that are due soon or overdue; return how many. Safe to run again."""
    due = [measure for measure in demanded_closings() if measure.due_at and measure.due_at <= reminders(at)]
    for measure in due:
        assert measure.due_at
        alarm_administrators(
            about=f"closing-due:{measure.pk}",
            due_at=measure.due_at,
            template="closing_due",
            context={"measure": measure, "seller": measure.seller},
            at=at,
        )
    return len(due)
