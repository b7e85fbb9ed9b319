"""Questions about market sessions."""

from __future__ import annotations

import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from shop.campaign.fairs.models import MarketSession

LAST_DAY = Coalesce("ends_on", "starts_on")


def _with_places() -> QuerySet[MarketSession]:
    return MarketSession.objects.select_related("province", "commune", "run")


def upcoming(today: datetime.date) -> QuerySet[MarketSession]:
    """Return sessions that have not ended, soonest first."""
    return _with_places().filter(GreaterThanOrEqual(LAST_DAY, today)).order_by("starts_on", "pk")


def archive(today: datetime.date) -> QuerySet[MarketSession]:
    """Return sessions that are over, newest first; those without a date come last."""
    is_over = Q(LessThan(LAST_DAY, today)) | Q(starts_on=None, ends_on=None)
    return _with_places().filter(is_over).order_by(F("starts_on").desc(nulls_last=True), "pk")


def next_session(today: datetime.date) -> MarketSession | None:
    return upcoming(today).first()
