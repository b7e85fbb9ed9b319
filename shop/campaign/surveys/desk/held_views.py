"""Answers that are held back: two people decide about a burst, or about a part of it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign import two_people
from shop.campaign.contests.desk.views import render_desk
from shop.campaign.reasons import ReasonMissing
from shop.campaign.surveys import queries
from shop.campaign.surveys.desk.views import own_survey
from shop.campaign.surveys.domain import bursts
from shop.campaign.surveys.messages import REASONS, refusal_text

PER_PAGE = 30
ANSWERS_PER_PAGE = 200
REFUSALS = (ReasonMissing, two_people.AlreadyDecided, two_people.SamePerson, bursts.NothingChosen)


@office(Role.COMMITTEE)
@require_safe
def held(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers that are held back, burst by burst, with what is wrong about them."""
    survey = own_survey(request, pk)
    page = Paginator(queries.bursts(survey), PER_PAGE).get_page(request.GET.get("trang"))
    rows = [(burst, REASONS[burst.kind]) for burst in page]
    return render_desk(request, "surveys/desk/held.html", survey=survey, page=page, rows=rows)


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def burst(request: HttpRequest, pk: int, burst_pk: int) -> HttpResponse:
    """The answers of one burst, without what they say; a form to propose about some of them."""
    survey = own_survey(request, pk)
    found = get_object_or_404(queries.bursts(survey), pk=burst_pk)
    ticked, reason, problem = _ticked(request), request.POST.get("reason", ""), ""
    if request.method == "POST":
        is_refusal, now = request.POST.get("viec") == "loai", timezone.now()
        try:
            bursts.propose(burst=found, is_refusal=is_refusal, reason=reason, by=request.user, at=now, only=ticked)
            messages.success(request, _("Đã đề nghị. Người thứ hai phải đồng ý thì mới có hiệu lực."))
            return redirect("backoffice:surveys_office:held", pk=pk)
        except REFUSALS as refusal:
            problem = refusal_text(refusal)
    order = request.GET.get("xep", "")
    return render_desk(
        request,
        "surveys/desk/burst_answers.html",
        status=422 if problem else 200,
        survey=survey,
        burst=found,
        why=REASONS[found.kind],
        page=Paginator(queries.members(found, order=order), ANSWERS_PER_PAGE).get_page(request.GET.get("trang")),
        order=order,
        ticked=ticked,
        reason=reason,
        problem=problem,
    )


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
                messages.success(request, _("Đã quyết định. Lý do nằm trong nhật ký."))
            case "tra-lai":
                bursts.send_back(burst=burst, reason=reason, by=by, at=now)
                messages.success(request, _("Đã trả lại. Đợt phiếu chờ đề nghị khác."))
            case "tinh" | "loai" as verdict:
                bursts.propose(burst=burst, is_refusal=verdict == "loai", reason=reason, by=by, at=now)
                messages.success(request, _("Đã đề nghị. Người thứ hai phải đồng ý thì mới có hiệu lực."))
            case _:
                messages.error(request, _("Chọn Cho tính hoặc Không tính."))
    except REFUSALS as refusal:
        messages.error(request, refusal_text(refusal))
    return redirect("backoffice:surveys_office:held", pk=pk)


def _ticked(request: HttpRequest) -> list[uuid.UUID]:
    found = []
    for text in request.POST.getlist("phieu")[:ANSWERS_PER_PAGE]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
