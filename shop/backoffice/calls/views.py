"""Whom to phone, about what, since when; the outcome of each call."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sellers.staff import staff_of
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.aftersales.domain.calling import CallDone, NoteMissing, record_call
from shop.aftersales.models import Call, CallOutcome
from shop.backoffice.calls.queries import calls_within
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged

TABS = (("", gettext_lazy("Cần gọi")), ("xong", gettext_lazy("Đã xong")))


@require_safe
@office(Role.REVIEWER)
def index(request: HttpRequest) -> HttpResponse:
    """The calls that wait, longest first; or those that are done, newest first."""
    return _page(request, request.GET.get("loc", ""))


@require_POST
@office(Role.REVIEWER)
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what came of a call."""
    call = get_object_or_404(calls_within(request.reach), pk=pk)
    chosen, note = request.POST.get("ket_qua", ""), request.POST.get("ghi_chu", "")[:300]
    if chosen not in CallOutcome.values:
        return _page(request, "", wrong={"pk": pk, "note": note, "error": _("Chọn kết quả cuộc gọi.")}, status=422)
    try:
        record_call(call=call, outcome=CallOutcome(chosen), note=note, by=request.user, at=timezone.now())
        messages.success(request, _("Đã ghi kết quả gọi về đơn %(number)s.") % {"number": call.seller_order.number})
    except NoteMissing:
        error = _("Ghi lý do hủy. Người mua sẽ đọc được lý do này.")
        return _page(request, "", wrong={"pk": pk, "note": note, "chosen": chosen, "error": error}, status=422)
    except CallDone:
        messages.info(request, _("Đơn %(number)s vừa được xử lý rồi.") % {"number": call.seller_order.number})
    return redirect("backoffice:calls")


def _page(request: HttpRequest, chosen: str, *, wrong: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    found = calls_within(request.reach)
    waiting = Call.objects.waiting().values("pk")
    is_done = chosen == "xong"
    rows = found.exclude(pk__in=waiting).order_by("-made_at", "-pk") if is_done else found.waiting()
    pager = paged(request, rows)
    for call in pager.rows:
        call.staff = staff_of(call.seller_order.seller)
    context = {
        "pager": pager,
        "is_done": is_done,
        "tabs": [(value, label, value == ("xong" if is_done else "")) for value, label in TABS],
        "outcomes": CallOutcome.choices,
        "wrong": wrong or {},
    }
    return render_office(request, "backoffice/calls/index.html", context, status=status)
