"""Change what is asked of sellers. Each change stands in the trail with what was and what is."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sellers.onboarding.models import Requirement
from shop.accounts.models import User
from shop.audit.trail import record


class NotInForce(Exception):
    """It is not asked any more, so there is nothing to retire."""


@transaction.atomic
def save_requirement(
    *, requirement_id: int | None, fields: dict[str, Any], by: User, at: datetime.datetime
) -> Requirement:
    """Add a requirement, or change one. fields: checked values by name, as the form gives them."""
    row = Requirement() if requirement_id is None else Requirement.objects.select_for_update().get(pk=requirement_id)
    before = {name: getattr(row, name) for name in fields} if requirement_id else {}
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    changed = {
        name: [str(before.get(name, "")), str(value)] for name, value in fields.items() if before.get(name) != value
    }
    if changed:
        act = "requirement.changed" if requirement_id else "requirement.added"
        record(actor=by, action=act, subject=row, at=at, details={"what": row.title, "changed": changed})
    return row


@transaction.atomic
def retire_requirement(*, requirement_id: int, by: User, at: datetime.datetime) -> Requirement:
    """Stop asking from today on. Raises NotInForce."""
    row, today = Requirement.objects.select_for_update().get(pk=requirement_id), timezone.localdate(at)
    if not row.is_in_force(today):
        raise NotInForce
    assert row.valid_from is not None, "what is in force has a first day"
    yesterday = today - datetime.timedelta(days=1)
    if row.valid_from > yesterday:
        row.valid_from = None  # it began today: it is as if it had never been asked
    else:
        row.valid_to = yesterday
    row.save(update_fields=["valid_from", "valid_to"])
    record(actor=by, action="requirement.retired", subject=row, at=at, details={"what": row.title})
    return row
