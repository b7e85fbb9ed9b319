"""The sheet a juror marks on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import signed_in
from shop.campaign.contests import queries
from shop.campaign.contests.domain import jury
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.contests.forms import MarksForm
from shop.campaign.contests.models import Juror

REFUSED = {
    NotNow: gettext_lazy("Chấm được từ lúc mở bình chọn đến khi đóng sổ."),
    jury.HandedIn: gettext_lazy("Phiếu chấm đã nộp nên không sửa được nữa."),
    jury.SheetIncomplete: gettext_lazy("Đã lưu, chưa nộp: còn ô trống. Chấm đủ hoặc đánh dấu có liên quan rồi nộp."),
    jury.WrongPoints: gettext_lazy("Điểm là số từ 0 đến 10."),
}


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Mark, save and hand in: whoever is no juror of this contest finds nothing."""
    juror = get_object_or_404(queries.juries_of(request.user), contest__slug=slug)
    form = MarksForm(request.POST if request.method == "POST" else None, juror=juror)
    if form.is_valid():
        try:
            _take(request, juror, form)
            return redirect("contests:sheet", slug=slug)
        except tuple(REFUSED) as refusal:
            form.add_error(None, str(REFUSED[type(refusal)]))
    return _page(request, juror, form)


def _take(request: HttpRequest, juror: Juror, form: MarksForm) -> None:
    now = timezone.now()
    jury.keep_sheet(juror=juror, points=form.points(), conflicts=form.conflicts(), at=now)
    if request.POST.get("viec") != "nop":
        messages.success(request, _("Đã lưu. Nhớ nộp khi chấm xong."))
        return
    jury.hand_in(juror=juror, by=request.user, at=now)
    messages.success(request, _("Đã nộp phiếu chấm. Cảm ơn bạn."))


def _page(request: HttpRequest, juror: Juror, form: MarksForm) -> HttpResponse:
    context: dict[str, Any] = {
        "contest": juror.contest,
        "phase": juror.contest.phase(timezone.now()).value,
        "juror": juror,
        "form": form,
        "rows": form.rows(),
        "is_done": bool(juror.submitted_at or juror.excused_reason),
    }
    return render(request, "contests/sheet.html", context, status=422 if form.errors else 200)
