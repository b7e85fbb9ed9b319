"""Answers that are held back: one by one, or as a burst about which two people decide."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign import two_people
from shop.campaign.contests.desk.views import render_desk
from shop.campaign.surveys import queries
from shop.campaign.surveys.desk.views import own_survey
from shop.campaign.surveys.domain import bursts, judging, running
from shop.campaign.surveys.messages import REASONS, refusal_text
from shop.campaign.surveys.models import Response

PER_PAGE = 30
MOST_BURSTS = 100


@office(Role.COMMITTEE)
@require_safe
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers that are held back, with what is wrong about them."""
    survey = own_survey(request, pk)
    page = Paginator(queries.held(survey), PER_PAGE).get_page(request.GET.get("trang"))
    rows = [(response, [REASONS[reason] for reason in response.reasons]) for response in page]
    waves = [(burst, REASONS[burst.kind]) for burst in queries.bursts(survey)[:MOST_BURSTS]]
    return render_desk(request, "surveys/desk/held.html", survey=survey, page=page, rows=rows, bursts=waves)


@office(Role.COMMITTEE)
@require_POST
def judge(request: HttpRequest, pk: int, response_pk: str) -> HttpResponse:
    """Let an answer count, or leave it out, with the reason."""
    survey = own_survey(request, pk)
    response = get_object_or_404(Response, survey=survey, pk=response_pk)
    reason, now = request.POST.get("reason", "")[:500], timezone.now()
    try:
        if request.POST.get("viec") == "tinh":
            judging.free(response=response, reason=reason, by=request.user, at=now)
        else:
            judging.keep_out(response=response, reason=reason, by=request.user, at=now)
    except (running.ReasonMissing, judging.NotHeld) as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect("backoffice:surveys_office:held", pk=pk)


@office(Role.COMMITTEE)
@require_POST
def judge_burst(request: HttpRequest, pk: int, burst_pk: int) -> HttpResponse:
    """Propose, disagree, or decide."""
    burst = get_object_or_404(queries.bursts(own_survey(request, pk)), pk=burst_pk)
    by, now, reason = request.user, timezone.now(), request.POST.get("reason", "")
    try:
        match request.POST.get("viec"):
            case "dong-y":
                bursts.decide(burst=burst, by=by, at=now)
                messages.success(request, _("Đã quyết định về cả đợt. Lý do nằm trong nhật ký."))
            case "tra-lai":
                bursts.send_back(burst=burst, reason=reason, by=by, at=now)
                messages.success(request, _("Đã trả lại. Đợt phiếu chờ đề nghị khác."))
            case "tinh" | "loai" as verdict:
                bursts.propose(burst=burst, is_refusal=verdict == "loai", reason=reason, by=by, at=now)
                messages.success(request, _("Đã đề nghị. Người thứ hai phải đồng ý thì mới có hiệu lực."))
            case _:
                messages.error(request, _("Chọn Cho tính hoặc Không tính."))
    except (two_people.NoReason, two_people.AlreadyDecided, two_people.SamePerson) as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect("backoffice:surveys_office:held", pk=pk)
