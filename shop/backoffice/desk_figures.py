"""How long applications wait and who carries how much, of the provinces one person reviews."""

from __future__ import annotations

import datetime
import statistics
from dataclasses import dataclass

from django.db.models import Count, F

from sellers.onboarding.models import WAITING
from sellers.onboarding.queries import reviewable_applications
from shop.accounts.models import User
from shop.accounts.reach import Reach
from shop.audit.models import AuditEvent
from shop.backoffice import queue
from shop.backoffice.queue import QueueFilter

DECISIONS = ("application.approved", "application.changes_asked", "application.rejected")
DAYS = 30
AGES = ((24, "dưới 1 ngày"), (72, "1 đến 3 ngày"), (168, "3 đến 7 ngày"), (None, "trên 7 ngày"))


@dataclass(frozen=True, kw_only=True)
class Load:
    """One reviewer: what they hold now and what they decided in the last 30 days."""

    name: str
    held: int
    decided: int
    percent: int  # of the busiest reviewer's decisions, in steps of five


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Waiting times in hours; None when nothing was decided."""

    waiting: int
    late: int
    median_hours: float | None
    slowest_hours: float | None
    ages: list[tuple[str, int, int]]  # words, how many, percent of all in steps of five
    loads: list[Load]


def figures_of(reach: Reach, *, now: datetime.datetime) -> Figures:
    """Return the figures; a fixed number of queries."""
    rows = queue.rows(reach, QueueFilter())
    hours = _answer_hours(reach, now)
    return Figures(
        waiting=len(rows),
        late=sum(row.is_late(now) for row in rows),
        median_hours=statistics.median(hours) if hours else None,
        slowest_hours=max(hours, default=None),
        ages=_ages([(now - row.waiting_since).total_seconds() / 3600 for row in rows]),
        loads=_loads(reach, now),
    )


def _answer_hours(reach: Reach, now: datetime.datetime) -> list[float]:
    since = now - datetime.timedelta(days=DAYS)
    decided = reviewable_applications(reach).filter(decided_at__gte=since).filter(decided_at__gte=F("submitted_at"))
    return [
        (decided_at - submitted_at).total_seconds() / 3600
        for submitted_at, decided_at in decided.values_list("submitted_at", "decided_at")
    ]


def _ages(hours: list[float]) -> list[tuple[str, int, int]]:
    counts, floor = [], 0.0
    for limit, words in AGES:
        top = float("inf") if limit is None else float(limit)
        counts.append((words, sum(floor <= age < top for age in hours)))
        floor = top
    most = max((count for _words, count in counts), default=0) or 1
    return [(words, count, round(20 * count / most) * 5) for words, count in counts]


def _loads(reach: Reach, now: datetime.datetime) -> list[Load]:
    mine = reviewable_applications(reach)
    held = dict(
        mine.filter(state__in=WAITING, assignee__isnull=False)
        .order_by()
        .values_list("assignee")
        .annotate(n=Count("pk"))
    )
    events = AuditEvent.objects.filter(
        subject_type="onboarding.sellerapplication",
        subject_id__in=mine.values("pk"),
        action__in=DECISIONS,
        at__gte=now - datetime.timedelta(days=DAYS),
    )
    decided = dict(events.order_by().values_list("actor").annotate(n=Count("pk")))
    busiest = max(decided.values(), default=0) or 1
    people = User.objects.filter(pk__in=[*held, *decided]).order_by("full_name", "pk")
    return [
        Load(
            name=str(user),
            held=held.get(user.pk, 0),
            decided=decided.get(user.pk, 0),
            percent=round(20 * decided.get(user.pk, 0) / busiest) * 5,
        )
        for user in people
    ]
