"""Leave a stop out of a run, or move it; what that means for its buyers is shown before it is done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.aftersales.domain.call_off import call_off_stop, consequences
from shop.aftersales.domain.minimum import go_anyway
from shop.backoffice.frame import render_office
from shop.backoffice.runs.domain.moving import Move, move_stop
from shop.backoffice.runs.forms import ReasonForm
from shop.backoffice.runs.planning_forms import MoveForm
from shop.backoffice.runs.views.calendar import own_run
from shop.fulfilment.domain.refusal import Refused
from shop.shipping.models import PickUpPoint, RunStop


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def call_off(request: HttpRequest, pk: int, stop_pk: int) -> HttpResponse:
    """Show what leaving a stop out takes away, then do it."""
    stop = _own_stop(request, pk, stop_pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            ended = call_off_stop(stop=stop, actor=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = {"point": stop.point.name, "n": len(ended)}
            messages.success(request, _("Đã bỏ điểm %(point)s và hủy %(n)d đơn, đã nhắn từng người mua.") % told)
            return redirect("backoffice:run", pk=pk)
    context = {"run": stop.run, "stop": stop, "form": form, "lost": consequences(stop)}
    return render_office(request, "backoffice/runs/stop_call_off.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def move(request: HttpRequest, pk: int, stop_pk: int) -> HttpResponse:
    """Ask where the stop goes, show who would be told what, then do it (`buoc` = lam)."""
    stop = _own_stop(request, pk, stop_pk)
    points = request.reach.within(
        PickUpPoint.objects.for_buyers().select_related("commune").order_by("name"),
        Role.ADMINISTRATOR,
        "commune__province",
    )
    before = _own_stop(request, pk, stop_pk)
    form = MoveForm(request.POST or None, instance=stop, points=points)
    is_asked = form.is_bound and form.is_valid()
    if is_asked and request.POST.get("buoc") == "lam":
        try:
            move_stop(stop=before, to=Move(**form.cleaned_data), actor=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã dời điểm dừng và nhắn người mua."))
            return redirect("backoffice:run", pk=pk)
    context = {
        "run": before.run,
        "stop": before,
        "form": form,
        "is_asked": is_asked and not form.errors,
        "to": form.cleaned_data if is_asked else {},
        "touched": consequences(before),
    }
    return render_office(request, "backoffice/runs/stop_move.html", context, status=422 if form.errors else 200)


@require_POST
@office(Role.ADMINISTRATOR)
def keep_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a run go although it is below its minimum."""
    mine = own_run(request, pk)
    try:
        go_anyway(run=mine, actor=request.user, reason=request.POST.get("reason", "")[:200], at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Chuyến %(run)s vẫn chạy dù chưa đủ đơn.") % {"run": mine.code})
    return redirect("backoffice:run", pk=pk)


def _own_stop(request: HttpRequest, pk: int, stop_pk: int) -> RunStop:
    stops = own_run(request, pk).stops.going().select_related("run__province", "point__commune")
    return get_object_or_404(stops, pk=stop_pk)
