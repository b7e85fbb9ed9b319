"""Freeze a run by hand, or call it off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.aftersales.domain.call_off import call_off, consequences
from shop.backoffice.frame import render_office
from shop.backoffice.runs.domain.scheduling import assign_driver
from shop.backoffice.runs.forms import DriverForm, ReasonForm
from shop.backoffice.runs.views.calendar import own_run
from shop.fulfilment.domain.freeze import freeze
from shop.fulfilment.domain.refusal import Refused


@require_POST
@office(Role.ADMINISTRATOR)
def freeze_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze now; before the cut-off with a reason."""
    mine = own_run(request, pk)
    try:
        freeze(run=mine, at=timezone.now(), actor=request.user, reason=request.POST.get("reason", "")[:200])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã chốt đơn chuyến %(run)s. In bảng kê cho kho và các điểm.") % {"run": mine.code})
    return redirect("backoffice:run", pk=mine.pk)


@require_POST
@office(Role.ADMINISTRATOR)
def change_driver(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the run to another driver."""
    mine = own_run(request, pk)
    form = DriverForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Người này không còn là tài xế. Chọn người khác."))
        return redirect("backoffice:run", pk=mine.pk)
    driver = form.cleaned_data["driver"]
    try:
        assign_driver(run=mine, driver=driver, actor=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Tài xế của chuyến: %(name)s.") % {"name": driver or _("chưa giao")})
    return redirect("backoffice:run", pk=mine.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def call_off_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what calling off takes away, then do it."""
    mine = own_run(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            cancelled = call_off(run=mine, actor=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = {"run": mine.code, "n": len(cancelled)}
            messages.success(request, _("Đã hủy chuyến %(run)s và %(n)d đơn, đã nhắn từng người mua.") % told)
            return redirect("backoffice:run", pk=mine.pk)
    context = {"run": mine, "form": form, "lost": consequences(mine)}
    return render_office(request, "backoffice/runs/call_off.html", context, status=422 if form.is_bound else 200)
