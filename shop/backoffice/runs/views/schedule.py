"""Make a run, and change it before its manifest is frozen."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.runs.domain.consequences import change_of
from shop.backoffice.runs.domain.scheduling import reschedule, schedule
from shop.backoffice.runs.forms import RunForm, StopFormSet, stop_formset
from shop.backoffice.runs.views.calendar import own_run
from shop.backoffice.runs.views.points import own_provinces
from shop.campaign.fairs.linking import serve
from shop.fulfilment.domain.refusal import Refused
from shop.shipping.models import PickUpPoint, RunStop

NEW_ROWS, MORE_ROWS = 4, 2


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def new_run(request: HttpRequest) -> HttpResponse:
    """Write a run and its stops."""
    form = RunForm(request.POST or None, provinces=own_provinces(request), initial=_in_four_days())
    stops = _stops(request, RunStop.objects.none(), form, NEW_ROWS)
    if request.method == "POST" and form.is_valid() and _are_valid(stops, form):
        run = form.save(commit=False)
        schedule(run=run, stops=stops.save(commit=False), actor=request.user, at=timezone.now())
        serve(run=run, session=form.cleaned_data["session"])
        messages.success(request, _("Đã lập chuyến %(run)s.") % {"run": run.code})
        return redirect("backoffice:run", pk=run.pk)
    return _page(request, "backoffice/runs/run_new.html", form, stops)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def edit_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a run; whose hours or cut-off change is shown first, then told (`buoc` = lam)."""
    mine = own_run(request, pk)
    form = RunForm(request.POST or None, instance=mine, provinces=own_provinces(request))
    stops = _stops(request, mine.stops.order_by("arrives_at", "position"), form, MORE_ROWS)
    refusal, change = "", None
    if request.method == "POST" and form.is_valid() and _are_valid(stops, form):
        change = change_of(run=form.instance, stops=_kept(stops))
        if change.touches_buyers and request.POST.get("buoc") != "lam":
            return _page(request, "backoffice/runs/run_edit.html", form, stops, run=mine, change=change, status=200)
        try:
            _save(request, form, stops)
        except Refused as error:
            refusal = str(error)
        else:
            messages.success(request, _("Đã lưu chuyến %(run)s.") % {"run": mine.code})
            return redirect("backoffice:run", pk=mine.pk)
    return _page(request, "backoffice/runs/run_edit.html", form, stops, refusal=refusal, run=mine)


def _save(request: HttpRequest, form: RunForm, stops: StopFormSet) -> None:
    stops.save(commit=False)
    removed = [row.instance for row in stops.deleted_forms if row.instance.pk]
    run = form.save(commit=False)
    reschedule(run=run, stops=_kept(stops), removed=removed, actor=request.user, at=timezone.now())
    serve(run=form.instance, session=form.cleaned_data["session"])


def _kept(stops: StopFormSet) -> list[RunStop]:
    return [row.instance for row in stops.forms if row not in stops.deleted_forms and row.instance.point_id]


def _stops(request: HttpRequest, queryset: object, form: RunForm, extra: int) -> StopFormSet:
    points = PickUpPoint.objects.for_buyers().select_related("commune").order_by("name")
    mine = request.reach.within(points, Role.ADMINISTRATOR, "commune__province")
    return stop_formset(extra)(request.POST or None, queryset=queryset, prefix="diem", form_kwargs={"points": mine})


def _are_valid(stops: StopFormSet, form: RunForm) -> bool:
    stops.departs_at = form.cleaned_data.get("departs_at")
    return stops.is_valid()


def _in_four_days() -> dict[str, datetime.datetime]:
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    departs = day + datetime.timedelta(days=4, hours=4)
    return {"opens_at": day, "cut_off_at": day + datetime.timedelta(days=2, hours=17), "departs_at": departs}


def _page(
    request: HttpRequest, template: str, form: RunForm, stops: StopFormSet, *, status: int = 0, **context: object
) -> HttpResponse:
    if request.method == "POST":
        stops.is_valid()
    status = status or (422 if request.method == "POST" else 200)
    return render_office(request, template, {"form": form, "stops": stops, **context}, status=status)
