"""The page on which people of the road report a missing parcel: driver, point, hub and seller share it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.missing.domain.raising import report
from shop.fulfilment.missing.forms import ReportForm
from shop.fulfilment.missing.queries import cases_near

SHOWN = 20


def report_page(request: HttpRequest, *, again: str, render: Callable[..., HttpResponse]) -> HttpResponse:
    """Take a report, or show the form with the cases near the person.

    again: the name of this page. render: takes status and the context's names.
    """
    form = ReportForm(request.POST or None, initial={"code": request.GET.get("ma", "")[:40]})
    if form.is_valid():
        try:
            case = report(actor=request.user, at=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            told = _("Đã mở vụ %(number)s tìm kiện %(code)s. Điều phối và %(holder)s đã được báo.")
            words = {"number": case.number, "code": case.parcel.code, "holder": case.holder_name}
            messages.success(request, told % words)
            return redirect(again)
    now = timezone.now()
    rows: list[Any] = [(case, case.is_late(now)) for case in cases_near(request.user)[:SHOWN]]  # type: ignore[arg-type]
    return render(status=422 if form.is_bound else 200, form=form, cases=rows)
