"""The calendar of delivery runs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shop.shipping.models import Run, RunStop
from shop.storefront import month, navigation, runs
from shop.storefront.public import public_page

COMING_RUNS = 12
SOONEST = 3


@public_page
def run_calendar(request: HttpRequest) -> HttpResponse:
    """Show a province's month (`thang=2026-11`) and its coming runs with their stops."""
    now = timezone.now()
    today = timezone.localdate(now)
    asked = request.GET.get("tinh", "")
    province = navigation.province_by_code(asked) or navigation.province_by_slug(asked) or navigation.default_province()
    code = province.code if province else settings.DEFAULT_PROVINCE
    first = month.parse(request.GET.get("thang", ""), today)
    stops = runs.in_month(code, first, month.following(first))
    coming = _by_run(runs.of_coming_runs(code, now, COMING_RUNS))
    return render(
        request,
        "storefront/runs.html",
        {
            "province": province,
            "provinces": navigation.provinces(),
            "month": month.build(first, stops, today),
            "soonest": coming[:SOONEST],
            "later": coming[SOONEST:],
            "now": now,
            "tab": "runs",
        },
    )


def _by_run(stops: list[RunStop]) -> list[tuple[Run, list[RunStop]]]:
    runs_with_stops: dict[Run, list[RunStop]] = {}
    for stop in stops:
        runs_with_stops.setdefault(stop.run, []).append(stop)
    return list(runs_with_stops.items())
