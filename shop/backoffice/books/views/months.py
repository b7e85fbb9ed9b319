"""Closing of months: what stands open, the check of the books, closing, and opening again by two."""

from __future__ import annotations

import datetime
import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from procrastinate.exceptions import AlreadyEnqueued

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.books.checking import latest_check
from shop.backoffice.books.domain.closing import (
    BooksBroken,
    NotChecked,
    NoteMissing,
    NotLast,
    NotNext,
    NotOver,
    SamePerson,
    ask_reopening,
    close_month,
    decline_reopening,
    may_close,
    reopen_month,
)
from shop.backoffice.books.open_items import open_items
from shop.backoffice.frame import render_office
from shop.backoffice.payouts.reach import require_nationwide
from shop.backoffice.tasks import check_books_now
from shop.ledger.models import MonthClose
from shop.ledger.months import next_month, next_to_close, starts_at
from shop.money.formatting import vnd


@require_safe
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """The month to close next with its checklist, and the closed ones."""
    require_nationwide(request)
    return _page(request)


@require_POST
@office(Role.FINANCE)
def check(request: HttpRequest) -> HttpResponse:
    """Let a job check the books."""
    require_nationwide(request)
    try:
        check_books_now.defer()
    except AlreadyEnqueued:
        messages.info(request, _("Đang kiểm. Tải lại trang sau ít phút."))
    else:
        messages.success(request, _("Đã giao máy kiểm sổ. Tải lại trang sau ít phút."))
    return redirect("backoffice:book_months")


@require_POST
@office(Role.FINANCE)
def close(request: HttpRequest) -> HttpResponse:
    """Close the month that is next."""
    require_nationwide(request)
    month, note = _month(request), request.POST.get("ghi_chu", "")
    if month is None:
        return redirect("backoffice:book_months")
    items = [
        f"{item.title}: {item.count}" + (f", {vnd(item.amount_vnd)}" if item.amount_vnd else "")
        for item in open_items(month)
    ]
    try:
        mine = close_month(month=month, open_items=items, note=note, by=request.user, at=timezone.now())
    except NoteMissing:
        error = _("Còn việc chưa xong. Xử lý trước, hoặc ghi vì sao vẫn khóa.")
    except NotOver:
        error = _("Tháng này chưa hết.")
    except NotNext:
        error = _("Phải khóa lần lượt từng tháng; tháng này vừa được khóa hoặc chưa tới lượt.")
    except NotChecked:
        error = _("Sổ chưa được kiểm sau khi tháng kết thúc. Bấm “Kiểm sổ”, chờ kết quả rồi khóa.")
    except BooksBroken:
        error = _("Lần kiểm gần nhất thấy sổ có chỗ sai. Sửa xong, kiểm lại rồi mới khóa được.")
    else:
        messages.success(request, _("Đã khóa sổ tháng %(month)s.") % {"month": mine})
        return redirect("backoffice:book_months")
    return _page(request, error=error, note=note)


@require_POST
@office(Role.FINANCE)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the last month to be opened again, agree, or leave it closed."""
    require_nationwide(request)
    mine, now = get_object_or_404(MonthClose, pk=pk), timezone.now()
    act, reason = request.POST.get("viec", ""), request.POST.get("ly_do", "")
    try:
        if act == "xin":
            ask_reopening(close=mine, reason=reason, by=request.user, at=now)
            messages.success(request, _("Đã ghi đề nghị. Nhờ một kế toán khác đồng ý."))
        elif act == "dong-y":
            reopen_month(close=mine, by=request.user, at=now)
            messages.success(request, _("Đã mở lại sổ tháng %(month)s.") % {"month": mine})
        elif act == "thoi":
            decline_reopening(close=mine, by=request.user, at=now)
            messages.success(request, _("Tháng này vẫn khóa."))
    except NoteMissing:
        return _page(request, error=_("Ghi vì sao phải mở lại, để người thứ hai xem xét."))
    except SamePerson:
        messages.error(request, _("Người đề nghị không tự đồng ý. Nhờ một kế toán khác."))
    except NotLast:
        messages.error(request, _("Chỉ mở lại được tháng khóa gần nhất, khi có người đề nghị."))
    return redirect("backoffice:book_months")


def _page(request: HttpRequest, *, error: str = "", note: str = "") -> HttpResponse:
    now, month = timezone.now(), next_to_close()
    last_check = latest_check()
    closes = list(MonthClose.objects.select_related("closed_by", "reopen_asked_by", "reopened_by")[:36])
    standing = [close for close in closes if close.reopened_at is None]
    context = {
        "tab": "months",
        "month": month,
        "may_close": may_close(month, at=now),
        "items": open_items(month) if month else [],
        "check": last_check,
        "is_fresh": bool(month and last_check and last_check.at >= starts_at(next_month(month))),
        "broken": [row for row in last_check.results if row[2]] if last_check else [],
        "closes": closes,
        "last": standing[0] if standing else None,
        "error": error,
        "note": note,
    }
    return render_office(request, "backoffice/books/months.html", context, status=422 if error else 200)


def _month(request: HttpRequest) -> datetime.date | None:
    text = request.POST.get("thang", "")
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text):
        return None
    return datetime.date(int(text[:4]), int(text[5:]), 1)
