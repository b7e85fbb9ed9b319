"""Upload a bank statement, say which column is which, look at what it would do, then take it."""

from __future__ import annotations

import re
from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.payment.models import BankStatement
from shop.payment.statements.reading import COLUMNS, NEEDED, UnreadableFile
from shop.payment.statements.taking import keep, planned, set_columns, take

SHOWN = 300
TITLES = {
    "reference": "Mã giao dịch",
    "date": "Ngày",
    "amount": "Số tiền ghi có",
    "content": "Nội dung",
    "payer": "Người chuyển (nếu có)",
}
VERDICTS = {
    "match": "khớp đủ",
    "short": "chuyển thiếu",
    "over": "thừa hoặc đơn đã xong",
    "unmatched": "chưa khớp",
    "known": "đã ghi",
    "doubled": "có thể trùng",
    "skipped": "bỏ qua",
    "unreadable": "không đọc được",
}


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def statements(request: HttpRequest) -> HttpResponse:
    """List statements; POST uploads one."""
    error = ""
    if request.method == "POST":
        sent = request.FILES.get("tep")
        try:
            if sent is None:
                raise UnreadableFile(_("Chọn tệp sao kê (CSV hoặc XLSX)."))
            mine = keep(name=sent.name, data=sent.read(), actor=request.user, at=timezone.now())
            return redirect("backoffice:statement", pk=mine.pk)
        except UnreadableFile as problem:
            error = str(problem)
    context = {"tab": "statements", "statements": BankStatement.objects.defer("rows")[:30], "error": error}
    return render_office(request, "backoffice/money/statements.html", context, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement: columns, what it would do, and taking it."""
    mine = get_object_or_404(BankStatement, pk=pk)
    if request.method == "POST" and request.POST.get("viec") == "ghi" and _is_mapped(mine):
        done = take(statement=mine, actor=request.user, at=timezone.now())
        messages.success(request, _("Đã ghi sao kê: ") + _told(done))
        return redirect("backoffice:receipts")
    if request.method == "POST":
        set_columns(statement=mine, heading=mine.heading, columns=_columns(request, mine))
        return redirect("backoffice:statement", pk=mine.pk)
    rows = planned(mine) if _is_mapped(mine) else []
    heading = mine.rows[mine.heading]
    context = {
        "tab": "statements",
        "statement": mine,
        "fields": [(name, TITLES[name], mine.columns.get(name)) for name in COLUMNS],
        "heading": list(enumerate(heading)),
        "is_mapped": _is_mapped(mine),
        "rows": [(row, VERDICTS[row.verdict]) for row in rows[:SHOWN]],
        "more": max(0, len(rows) - SHOWN),
        "summary": _told(Counter(row.verdict for row in rows)),
    }
    return render_office(request, "backoffice/money/statement.html", context)


def _is_mapped(mine: BankStatement) -> bool:
    return all(name in mine.columns for name in NEEDED)


def _columns(request: HttpRequest, mine: BankStatement) -> dict[str, int]:
    chosen = {name: request.POST.get(name, "") for name in COLUMNS}
    width = len(mine.rows[mine.heading])
    return {name: int(at) for name, at in chosen.items() if re.fullmatch(r"\d{1,2}", at) and int(at) < width}


def _told(counted: Counter[str]) -> str:
    return ", ".join(f"{VERDICTS[verdict]} {count}" for verdict, count in counted.items()) or "0"
