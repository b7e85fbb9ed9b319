"""The operator's stops, one stop with its orders, and finding an order."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.permissions import point_operator
from shop.fulfilment.cash.queries import drawers_of
from shop.fulfilment.counter.forms import FindForm
from shop.fulfilment.counter.proof import remember
from shop.fulfilment.domain.finding import find
from shop.fulfilment.domain.parcel_codes import tidy
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.queries.acts import open_acts
from shop.fulfilment.queries.counter import Waiting, figures, filtered, orders_at, stops_of
from shop.fulfilment.queries.driving import at_hub
from shop.shipping.models import PickUpPoint, RunStop


@point_operator
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The stops of my points: today's first."""
    now = timezone.now()
    stops = stops_of(request.reach.point_ids, at=now)  # type: ignore[attr-defined]
    waiting = open_acts(request.reach.point_ids).count()  # type: ignore[attr-defined]
    hubs = list(PickUpPoint.objects.hubs().filter(pk__in=request.reach.point_ids).select_related("commune"))  # type: ignore[attr-defined]
    for hub in hubs:
        hub.here = at_hub(hub).count()
    context = {
        "stops": stops,
        "hubs": hubs,
        "points": PickUpPoint.objects.filter(pk__in=request.reach.point_ids),  # type: ignore[attr-defined]
        "drawers": drawers_of(request.reach.point_ids),  # type: ignore[attr-defined]
        "now": now,
        "open_acts": waiting,
        "office_home": reverse("counter:home"),
    }
    return render(request, "counter/home.html", context)


@point_operator
@require_safe
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Find an order, or choose it from the list."""
    return render_stop(request, own_stop(request, pk))


@point_operator
@require_POST
def find_order(request: HttpRequest, pk: int) -> HttpResponse:
    """Look up what was typed or scanned; one answer opens, several are listed, a refusal is said on the page."""
    here = own_stop(request, pk)
    form = FindForm(request.POST)
    if not form.is_valid():
        return render_stop(request, here, refusal=form.errors["text"][0])
    text = form.cleaned_data["text"]
    try:
        found = find(point=here.point, operator=request.user, text=text, at=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        return render_stop(request, here, refusal=str(refusal), typed=text)
    for one in found:
        remember(request, one.run_stop.pk, one.order.pk, found_by=one.found_by, is_proven=one.is_proven)
    if len(found) > 1:
        return render_stop(request, here, several=found, typed=text)
    return redirect("counter:order", pk=found[0].run_stop.pk, number=found[0].order.number)


def own_stop(request: HttpRequest, pk: int) -> RunStop:
    """Return a stop at one of the operator's points, or answer 404."""
    stops = RunStop.objects.filter(point__in=request.reach.point_ids)  # type: ignore[attr-defined]
    return get_object_or_404(stops.select_related("run__driver", "point__commune__province"), pk=pk)


def render_stop(request: HttpRequest, here: RunStop, status: int = 200, **context: Any) -> HttpResponse:
    """Render the counter of one stop, with or without an opened order."""
    everything: list[Waiting] = orders_at(here)
    show, words = request.GET.get("xem", "cho"), request.GET.get("q", "").strip()
    refused = bool(context.keys() & {"refusal", "form_errors", "proof_error"})
    return render(
        request,
        "counter/stop.html",
        {
            "stop": here,
            "orders": filtered(everything, show=show, words=words, code=tidy(words)),
            "figures": figures(everything),
            "show": show,
            "words": words,
            "office_home": reverse("counter:home"),
            **context,
        },
        status=422 if refused else status,
    )
