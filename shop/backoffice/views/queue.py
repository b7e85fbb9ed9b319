"""The approval queue."""

from __future__ import annotations

import datetime

from django.db.models import Avg, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.enums import LegalType
from sellers.onboarding.queries import reviewable_applications
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.accounts.reach import Reach
from shop.backoffice import queue
from shop.backoffice.desk_figures import figures_of
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.queue import STATES, QueueFilter
from shop.regions.models import Province


@require_safe
@office(Role.REVIEWER)
def approval_queue(request: HttpRequest) -> HttpResponse:
    """List what waits, the longest waiting first; htmx swaps the rows alone."""
    now, wanted = timezone.now(), _wanted(request)
    rows = queue.rows(request.reach, wanted)
    context = {"pager": paged(request, rows), "now": now, "wanted": wanted, "late": _late(rows, now, wanted)}
    if request.headers.get("HX-Request"):
        return render(request, "backoffice/partials/queue_rows.html", context)
    return render_office(request, "backoffice/queue.html", context | _frame(request.reach, now))


@require_safe
@office(Role.REVIEWER)
def figures(request: HttpRequest) -> HttpResponse:
    """Waiting times, and who carries how much."""
    found = figures_of(request.reach, now=timezone.now())
    return render_office(request, "backoffice/desk_figures.html", {"figures": found})


def _wanted(request: HttpRequest) -> QueueFilter:
    state = request.GET.get("trang-thai", "")
    return QueueFilter(
        state=state if state in STATES else "cho-xem",
        kind=request.GET.get("loai", ""),
        words=request.GET.get("q", "").strip()[:80],
        province=request.GET.get("tinh", ""),
        legal_type=request.GET.get("loai-hinh", ""),
        assignee=request.GET.get("nguoi-xem", ""),
        me=request.user.pk,
    )


def _late(rows: list[queue.QueueRow], now: datetime.datetime, wanted: QueueFilter) -> set[str]:
    if wanted.state != "cho-xem":
        return set()
    return {row.number for row in rows if row.is_late(now)}


def _frame(reach: Reach, now: datetime.datetime) -> dict[str, object]:
    waiting = queue.rows(reach, QueueFilter())
    return {
        "figures": {
            "late": sum(row.is_late(now) for row in waiting),
            "first": sum(not row.is_again for row in waiting),
            "again": sum(row.is_again for row in waiting),
            "hours": _answer_hours(reach, now),
        },
        "waiting": len(waiting),
        "states": STATES,
        "sources": queue.sources(),
        "legal_types": LegalType.choices,
        "provinces": reach.within(Province.objects.filter(valid_to=None), Role.REVIEWER, "pk"),
    }


def _answer_hours(reach: Reach, now: datetime.datetime) -> float | None:
    """Return how many hours answers to producers took on average in the last 30 days."""
    since = now - datetime.timedelta(days=30)
    answered = reviewable_applications(reach).filter(decided_at__gte=since).filter(decided_at__gte=F("submitted_at"))
    mean = answered.aggregate(mean=Avg(F("decided_at") - F("submitted_at")))["mean"]
    return mean.total_seconds() / 3600 if mean else None
