"""A run that nearly nobody ordered for: staff are warned, and at its cut-off it is called off."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.aftersales.domain.call_off import ReasonMissing, call_off
from shop.audit.trail import record
from shop.communication.sending import tell
from shop.fulfilment.domain.freeze import lock_run
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.queries.minimum import below_minimum
from shop.shipping.enums import RunState
from shop.shipping.models import Run

BEFORE_CUT_OFF = [RunState.PLANNED, RunState.OPEN]


@transaction.atomic
def go_anyway(*, run: Run, actor: User | None, reason: str, at: datetime.datetime) -> Run:
    """Let a run go although it is below its minimum; again changes nothing. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing(_("Ghi lý do vẫn chạy chuyến này."))
    locked = lock_run(run)
    if locked.minimum_waived_at is None:
        locked.minimum_waived_at = at
        locked.save(update_fields=["minimum_waived_at"])
        record(actor=actor, action="run.goes_anyway", subject=locked, at=at, reason=reason)
    return locked


def warn_of_thin_runs(*, at: datetime.datetime) -> list[Run]:
    """Tell the administrators of a province once about each run below its minimum whose cut-off comes soon."""
    soon = at + datetime.timedelta(hours=settings.RUN_MINIMUM_WARN_HOURS)
    coming = Run.objects.filter(state__in=BEFORE_CUT_OFF, cut_off_at__gt=at, cut_off_at__lte=soon)
    runs = list(below_minimum(coming).order_by("pk"))
    for run in runs:
        _warn(run, at)
    return runs


def call_off_thin_runs(*, at: datetime.datetime) -> list[Run]:
    """Call off each run below its minimum whose cut-off has passed; return them.

    One that already has parcels on board goes, and the trail says why.
    """
    due = Run.objects.filter(state__in=BEFORE_CUT_OFF, cut_off_at__lte=at)
    ended = []
    for run in below_minimum(due).order_by("pk"):
        try:
            call_off(run=run, actor=None, reason=_("chưa đủ đơn"), at=at)
            ended.append(run)
        except Refused as refusal:
            go_anyway(run=run, actor=None, reason=str(refusal), at=at)
    return ended


@transaction.atomic
def _warn(run: Run, at: datetime.datetime) -> None:
    here = Q(grants__province=run.province_id) | Q(grants__province=None)
    staff = User.objects.filter(here, grants__role=Role.ADMINISTRATOR, is_active=True).distinct()
    for person in staff.order_by("pk"):
        tell(
            key=f"run-thin:{run.code}:{run.pk}:{person.pk}",
            recipient=person.phone,
            template="run_thin",
            context={"run": run, "site": settings.SITE_URL},
            at=at,
        )
