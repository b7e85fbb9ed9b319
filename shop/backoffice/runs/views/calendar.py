"""The runs week by week, and one run."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.aftersales.domain.call_off import BEFORE_IT_LEAVES
from shop.audit.trail import trail_of
from shop.backoffice.frame import render_office
from shop.backoffice.runs.domain.scheduling import EDITABLE, OVER
from shop.backoffice.runs.forms import DriverForm, ReasonForm
from shop.backoffice.runs.queries import parts_to_pack, runs_within, stops_with_fill, weeks, with_fill
from shop.backoffice.trail_words import sentence_of
from shop.fulfilment.models import Manifest
from shop.shipping.models import Run

WEEKS = 5
EARLIEST, LATEST = 2000, 2200  # years a calendar is asked for; beyond them weeks cannot be counted on


@require_safe
@office(Role.ADMINISTRATOR)
def runs(request: HttpRequest) -> HttpResponse:
    """Five weeks of runs; earlier and later ones by links."""
    begins = _begins(request.GET.get("tu", ""))
    context = {
        "weeks": weeks(runs_within(request.reach), begins=begins, count=WEEKS),
        "earlier": begins - datetime.timedelta(weeks=WEEKS),
        "later": begins + datetime.timedelta(weeks=WEEKS),
        "begins": begins,
    }
    return render_office(request, "backoffice/runs/runs.html", context)


@require_safe
@office(Role.ADMINISTRATOR)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: how full it is, and what may be done with it now."""
    mine = own_run(request, pk)
    return render_office(request, "backoffice/runs/run.html", run_context(mine))


def own_run(request: HttpRequest, pk: int) -> Run:
    """Return a run of the person's provinces, or answer 404."""
    return get_object_or_404(with_fill(runs_within(request.reach)), pk=pk)


def run_context(mine: Run) -> dict[str, object]:
    """Return what the page of a run shows."""
    return {
        "run": mine,
        "stops": stops_with_fill(mine),
        "late": parts_to_pack(mine),
        "manifest": Manifest.objects.filter(run=mine).select_related("frozen_by").first(),
        "may_edit": mine.state in EDITABLE,
        "may_call_off": mine.state in BEFORE_IT_LEAVES,
        "is_due": mine.cut_off_at <= timezone.now(),
        "driver_form": None if mine.state in OVER else DriverForm(initial={"driver": mine.driver_id}),
        "reason_form": ReasonForm(),
        "trail": [(event, sentence_of(event)) for event in trail_of(mine)],
    }


def _begins(text: str) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = timezone.localdate()
    if not EARLIEST <= day.year <= LATEST:
        day = timezone.localdate()
    return day - datetime.timedelta(days=day.weekday())
