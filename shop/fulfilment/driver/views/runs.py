"""The driver's runs, and one run with its stops."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.accounts.permissions import driver
from shop.fulfilment.cash.queries import waiting_for_driver
from shop.fulfilment.queries.driving import carried_back, loads, runs_of, to_take_back
from shop.shipping.models import Run


@driver
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My runs, soonest first, and what I bring back to sellers."""
    now = timezone.now()
    context = {
        "runs": runs_of(request.user, at=now),  # type: ignore[arg-type]
        "carried": carried_back(request.user),  # type: ignore[arg-type]
        "cash_waiting": waiting_for_driver(request.user.pk).count(),  # type: ignore[arg-type]
        "now": now,
        "office_home": reverse("driver:home"),
    }
    return render(request, "driver/home.html", context)


@driver
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Stops in driving order with their parcels, and what to press next."""
    mine = own_run(request, pk)
    stops = loads(mine)
    context = {
        "run": mine,
        "loads": stops,
        "to_load": sum(len(load.to_load) for load in stops),
        "on_board": sum(len(load.on_board) for load in stops),
        "given": sum(load.given for load in stops),
        "unpacked": sum(len(load.unpacked) for load in stops),
        "take_back": to_take_back(mine),
        "all_arrived": all(load.stop.arrived_at for load in stops),
        "office_home": reverse("driver:home"),
    }
    return render(request, "driver/run.html", context)


def own_run(request: HttpRequest, pk: int) -> Run:
    """Return one of the driver's runs, or answer 404."""
    return get_object_or_404(Run.objects.select_related("province"), pk=pk, driver=request.user)
