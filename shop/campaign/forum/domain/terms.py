"""By when a body must answer."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone

from shop.campaign.forum.models import AnswerTerm, Body, Topic


def days_of(*, kind: str, province_id: str | None) -> int:
    """Return the days a kind of body has: the province's row, the whole market's, or FORUM_ANSWER_DAYS."""
    rows = AnswerTerm.objects.filter(kind=kind)
    own = rows.filter(province=province_id).first() if province_id else None
    found = own or rows.filter(province=None).first()
    return found.days if found else int(settings.FORUM_ANSWER_DAYS)


def due_on(*, topic: Topic, body: Body, at: datetime.datetime) -> datetime.date:
    """Return the last day to answer, in calendar days from the day a topic was passed on."""
    days = days_of(kind=body.kind, province_id=topic.province_id)
    return timezone.localdate(at) + datetime.timedelta(days=days)
