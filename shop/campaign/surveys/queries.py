"""Questions about surveys."""

from __future__ import annotations

import datetime

from django.db.models import Count, Q, QuerySet

from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.campaign.surveys.models import Response, Standing, Survey, SurveyState, Version


def public() -> QuerySet[Survey]:
    """Return what everybody may see: all but drafts."""
    return Survey.objects.exclude(state=SurveyState.DRAFT).select_related("province", "commune")


def running(at: datetime.datetime) -> QuerySet[Survey]:
    """Return surveys that take answers, those that end first on top."""
    return public().filter(state=SurveyState.PUBLISHED, opens_at__lte=at, closes_at__gt=at).order_by("closes_at", "pk")


def upcoming(at: datetime.datetime) -> QuerySet[Survey]:
    """Return published surveys that have not begun, soonest first."""
    return public().filter(state=SurveyState.PUBLISHED, opens_at__gt=at).order_by("opens_at", "pk")


def over(at: datetime.datetime) -> QuerySet[Survey]:
    """Return surveys that ended or were cancelled, newest first."""
    is_over = Q(state=SurveyState.CANCELLED) | Q(closes_at__lte=at)
    return public().filter(is_over).order_by("-closes_at", "-pk")


def desk(reach: Reach) -> QuerySet[Survey]:
    """Return the surveys of the provinces this member of a committee works for."""
    rows = reach.within(Survey.objects.all(), Role.COMMITTEE)
    return rows.select_related("province", "commune").annotate(
        counted=Count("responses", filter=Q(responses__standing=Standing.COUNTED)),
        held=Count("responses", filter=Q(responses__standing=Standing.QUARANTINED)),
    )


def waiting(reach: Reach) -> int:
    """Return how many answers are held back until somebody looks at them."""
    rows = Response.objects.filter(standing=Standing.QUARANTINED, survey__state=SurveyState.PUBLISHED)
    return reach.within(rows, Role.COMMITTEE, "survey__province").count()


def newest(survey: Survey) -> Version | None:
    """Return the version people answer who begin now."""
    return survey.versions.order_by("number").last()
