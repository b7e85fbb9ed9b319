"""Weekly runs and days without runs, edited by the office; planning makes the runs of the coming weeks from them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.shipping.models import Holiday, RunTemplate, RunTemplateStop


@transaction.atomic
def save_template(
    *,
    template: RunTemplate,
    stops: Sequence[RunTemplateStop],
    removed: Sequence[RunTemplateStop],
    actor: User,
    at: datetime.datetime,
) -> RunTemplate:
    """Write a weekly run with its stops. Runs that were made before stay as they are."""
    template.save()
    for row in removed:
        row.delete()
    for position, row in enumerate(stops, start=1):
        row.template, row.position = template, position
        row.save()
    record(actor=actor, action="run_template.saved", subject=template, at=at, details={"stops": len(stops)})
    return template


@transaction.atomic
def add_holiday(*, holiday: Holiday, actor: User, at: datetime.datetime) -> Holiday:
    """Write a day without runs; runs that stand on it already stay until somebody calls them off."""
    holiday.save()
    record(actor=actor, action="holiday.added", subject=holiday, at=at, details={"day": f"{holiday.day}"})
    return holiday


@transaction.atomic
def remove_holiday(*, holiday: Holiday, actor: User, at: datetime.datetime) -> None:
    """Take a day without runs back."""
    record(actor=actor, action="holiday.removed", subject=holiday, at=at, details={"day": f"{holiday.day}"})
    holiday.delete()
