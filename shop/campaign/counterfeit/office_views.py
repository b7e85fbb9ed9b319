"""The desk of counterfeit cases, and recalls opened by the market."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.campaign.counterfeit import queries
from shop.campaign.counterfeit.domain import deciding
from shop.campaign.counterfeit.domain.reporting import lot_of_code
from shop.campaign.counterfeit.forms import DecisionForm, QuestionForm
from shop.campaign.counterfeit.models import CasePicture, CounterfeitCase, Verdict
from shop.order.lots.domain.recalling import AlreadyRecalled, ReasonMissing, open_recall, underway
from shop.order.lots.queries import recalls as all_recalls

PER_PAGE = 30
REFUSED = {
    deciding.CaseClosed: gettext_lazy("Vụ này đã kết luận."),
    deciding.OwnCase: gettext_lazy("Bạn làm cho gian hàng này nên không xử lý được. Nhờ người khác."),
    deciding.NoSeller: gettext_lazy("Vụ này không gắn với nhà bán nào trên chợ."),
    deciding.DayPassed: gettext_lazy("Chọn ngày từ ngày mai trở đi."),
    deciding.TextMissing: gettext_lazy("Ghi nội dung rồi gửi."),
}


@office(Role.REVIEWER)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Every case of this reviewer's provinces, open ones first."""
    page = Paginator(queries.desk(request.reach), PER_PAGE).get_page(request.GET.get("trang"))
    return _render(request, "counterfeit/desk.html", shown=page, waiting=queries.waiting(request.reach))


@office(Role.REVIEWER)
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: report, pictures, lot, what the seller says, the trail."""
    return _page(request, get_object_or_404(queries.desk(request.reach), number=number))


@office(Role.REVIEWER)
@require_POST
def act(request: HttpRequest, number: str) -> HttpResponse:
    """Take the case, ask the seller, hold payouts, or decide."""
    found = get_object_or_404(queries.desk(request.reach), number=number)
    work, now = request.POST.get("viec", ""), timezone.now()
    try:
        if work == "hoi":
            form = QuestionForm(request.POST)
            if not form.is_valid():
                return _page(request, found, question=form, status=422)
            deciding.ask_seller(case=found, **form.cleaned_data, actor=request.user, at=now)
            messages.success(request, _("Đã gửi câu hỏi tới nhà bán."))
        elif work == "ket-luan":
            decision = DecisionForm(request.POST)
            if not decision.is_valid():
                return _page(request, found, decision=decision, status=422)
            verdict = Verdict(decision.cleaned_data["verdict"])
            finding = decision.cleaned_data["finding"]
            deciding.decide(case=found, verdict=verdict, finding=finding, actor=request.user, at=now)
            messages.success(request, _("Đã kết luận và báo các bên."))
        elif work == "giu-tien":
            deciding.hold(case=found, actor=request.user, at=now)
            messages.success(request, _("Đã giữ các khoản chi trả cho nhà bán tới khi kết luận."))
        else:
            deciding.investigate(case=found, actor=request.user, at=now)
    except tuple(REFUSED) as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("backoffice:counterfeit_office:case", number=found.number)


@office(Role.REVIEWER)
@require_safe
def picture(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """One picture of a case."""
    found = get_object_or_404(queries.desk(request.reach), number=number)
    shown = get_object_or_404(CasePicture, case=found, pk=pk)
    response = FileResponse(shown.file.open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@office(Role.REVIEWER)
@require_safe
def recalls(request: HttpRequest) -> HttpResponse:
    """Every recall with how far it is."""
    page = Paginator(all_recalls(), PER_PAGE).get_page(request.GET.get("trang"))
    return _render(request, "counterfeit/recalls.html", shown=page, typed={})


@office(Role.REVIEWER)
@require_POST
def open_lot(request: HttpRequest) -> HttpResponse:
    """Recall a lot by its code, by decision of the market."""
    lot = lot_of_code(request.POST.get("code", "")[:40])
    error = "" if lot else _("Không có lô mang mã này. So lại với tem.")
    if lot:
        try:
            reason, advice = request.POST.get("reason", ""), request.POST.get("advice", "")
            made = open_recall(lot=lot, reason=reason, advice=advice, actor=request.user, at=timezone.now())
            messages.success(request, _("Đã ngừng bán lô và đang nhắn từng người mua."))
            return redirect("backoffice:counterfeit_office:recall", pk=made.pk)
        except ReasonMissing:
            error = _("Ghi lý do và việc người mua cần làm.")
        except AlreadyRecalled:
            error = _("Lô này đã thu hồi.")
    page = Paginator(all_recalls(), PER_PAGE).get_page(1)
    return _render(request, "counterfeit/recalls.html", shown=page, error=error, typed=request.POST, status=422)


@office(Role.REVIEWER)
@require_safe
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """One recall: whom it concerns and what became of each."""
    found = get_object_or_404(all_recalls(), pk=pk)
    notices = found.notices.select_related("seller_order__order", "seller_order__seller")
    return _render(
        request, "counterfeit/recall.html", recall=found, lot=found.lot, notices=notices, underway=underway(found)
    )


def _page(
    request: HttpRequest,
    found: CounterfeitCase,
    *,
    question: QuestionForm | None = None,
    decision: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    return _render(
        request,
        "counterfeit/case.html",
        status=status,
        case=found,
        question=question or QuestionForm(),
        decision=decision or DecisionForm(),
        held=bool(deciding.held_sources(found)),
        events=trail_of(found),
    )


def _render(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    frame = {"nav": "backoffice/nav.html", "office_title": _("Quản trị"), "office_home": "/quan-tri/"}
    return render(request, template, {**frame, **context}, status=status)
