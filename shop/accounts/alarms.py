"""Alarms for administrators before something the law gives few hours for is overdue."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.communication.sending import tell


def reminders(at: datetime.datetime) -> datetime.datetime:
    """Return until when something must be due for an alarm to sound now."""
    return at + datetime.timedelta(hours=max(settings.AUTHORITY_REMIND_HOURS, default=0))


def alarm_administrators(
    *, about: str, due_at: datetime.datetime, template: str, context: dict[str, Any], at: datetime.datetime
) -> int:
    """Tell every administrator once at each of AUTHORITY_REMIND_HOURS before due_at, and once when it is overdue.

    about: what it is of, for the messages' keys. The template gets `is_overdue`. What is recorded late starts at the
    stage it is in. At night too. Return how many people; safe to run again.
    """
    left = due_at - at
    stages = [
        hours for hours in (0, *sorted(settings.AUTHORITY_REMIND_HOURS)) if left <= datetime.timedelta(hours=hours)
    ]
    if not stages:
        return 0
    stage = stages[0]
    phones = _administrators()
    for phone in phones:
        tell(
            key=f"{about}:{stage}:{phone}",
            recipient=phone,
            template=template,
            context={**context, "due_at": due_at, "is_overdue": stage == 0},
            is_urgent=True,
            at=at,
        )
    return len(phones)


def _administrators() -> list[str]:
    rows = User.objects.filter(is_active=True, grants__role=Role.ADMINISTRATOR)
    return sorted({user.phone for user in rows if user.phone})
