"""Write to and read from the trail."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet

from shop.accounts.models import User
from shop.audit.models import AuditEvent


def record(
    *,
    actor: User | None,
    action: str,
    subject: Model,
    at: datetime.datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one act, in the transaction of the act itself. actor None: a job did it."""
    return AuditEvent.objects.create(
        actor=actor,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        reason=reason,
        details=details or {},
        at=at,
    )


def record_many(
    *, actor: User | None, action: str, at: datetime.datetime, subjects: Sequence[tuple[Model, dict[str, Any]]]
) -> None:
    """Append the same act on many things, each with its own details. One query."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            actor=actor,
            action=action,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
            details=details,
            at=at,
        )
        for subject, details in subjects
    )


def trail_of(subject: Model) -> QuerySet[AuditEvent]:
    """Return what happened to one thing, oldest first."""
    return AuditEvent.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).select_related(
        "actor"
    )
