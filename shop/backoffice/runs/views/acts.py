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
from shop.backoffice.runs.forms import ReasonForm
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
