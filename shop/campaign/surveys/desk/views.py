"""The committee's desk: surveys of its provinces and communes from the draft to the released results."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.campaign.embedding import clean_origin, token_for
from shop.campaign.surveys import queries
from shop.campaign.surveys.desk.forms import CopyForm, EndForm, SurveyForm, initial_of
from shop.campaign.surveys.domain import running
from shop.campaign.surveys.domain.questionnaire import parse
from shop.campaign.surveys.domain.writing import faults
from shop.campaign.surveys.messages import REFUSED, fault_text, refusal_text
from shop.campaign.surveys.models import Survey, SurveyState

REFUSALS = (*REFUSED, running.NotReady)


@office(Role.COMMITTEE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every survey of this member's provinces and communes."""
    now = timezone.now()
    rows = [(survey, survey.phase(now)) for survey in queries.desk(request.reach)[:200]]
    return render_desk(request, "surveys/desk/index.html", rows=rows)


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new survey."""
    return _write(request, None)


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the settings of a draft."""
    survey = own_survey(request, pk)
    if survey.state != SurveyState.DRAFT:
        messages.error(request, refusal_text(running.NotNow()))
        return redirect("backoffice:surveys_office:survey", pk=pk)
    return _write(request, survey)


@office(Role.COMMITTEE)
@require_safe
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """One survey: what is left to do, who answered, what is held back."""
    return _page(request, own_survey(request, pk))


@office(Role.COMMITTEE)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, prolong, cancel, or release the results."""
    found, now = own_survey(request, pk), timezone.now()
    try:
        messages.success(request, _done(request, found, now))
    except REFUSALS as refusal:
        messages.error(request, refusal_text(refusal))
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
    return redirect("backoffice:surveys_office:survey", pk=pk)


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next round with the same questions."""
    found = own_survey(request, pk)
    form = CopyForm(request.POST if request.method == "POST" else None, initial={"title": found.title})
    if form.is_valid():
        made = running.copy(survey=found, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Đã chép sang đợt mới. Sửa câu hỏi nếu cần rồi công bố."))
        return redirect("backoffice:surveys_office:survey", pk=made.pk)
    status = 422 if form.errors else 200
    return render_desk(request, "surveys/desk/copy.html", survey=found, form=form, status=status)


def own_survey(request: HttpRequest, pk: int) -> Survey:
    """Return a survey of this member's provinces and communes, or answer 404."""
    return get_object_or_404(queries.desk(request.reach), pk=pk)


def render_desk(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page in the frame of the back office."""
    frame = {"nav": "backoffice/nav.html", "office_title": _("Quản trị"), "office_home": "/quan-tri/"}
    return render(request, template, {**frame, **context}, status=status)


def _done(request: HttpRequest, found: Survey, now: datetime.datetime) -> str:
    """Do what the button says and return the sentence for it."""
    match request.POST.get("viec"):
        case "huy":
            reason = request.POST.get("reason", "")[:2000]
            running.cancel(survey=found, reason=reason, by=request.user, at=now)
            return _("Đã hủy. Lý do hiện trên trang khảo sát.")
        case "doi-ngay":
            form = EndForm(request.POST)
            if not form.is_valid():
                raise ValidationError(_("Hãy chọn ngày giờ đóng."))
            running.prolong(survey=found, closes_at=form.cleaned_data["closes_at"], by=request.user, at=now)
            return _("Đã đổi ngày đóng.")
        case "ket-qua":
            running.release(survey=found, by=request.user, at=now)
            return _("Đã công bố kết quả.")
        case _:
            version = running.publish(survey=found, by=request.user, at=now)
            if version.number == 1:
                return _("Đã công bố. Bản câu hỏi số 1 từ nay giữ nguyên.")
            return _("Đã công bố bản câu hỏi số %(n)d với lời mới.") % {"n": version.number}


def _write(request: HttpRequest, draft: Survey | None) -> HttpResponse:
    initial = initial_of(draft) if draft else None
    form = SurveyForm(request.POST if request.method == "POST" else None, reach=request.reach, initial=initial)
    if form.is_valid():
        try:
            saved = running.write(settings=form.as_settings(), survey=draft, by=request.user, at=timezone.now())
        except running.NotNow as refusal:
            form.add_error(None, refusal_text(refusal))
        else:
            messages.success(request, _("Đã lưu. Bước sau: viết câu hỏi."))
            return redirect("backoffice:surveys_office:questions", pk=saved.pk)
    status = 422 if form.errors else 200
    return render_desk(request, "surveys/desk/form.html", form=form, draft=draft, status=status)


def _page(request: HttpRequest, found: Survey) -> HttpResponse:
    phase = found.phase(timezone.now())
    questionnaire, newest = parse(found.draft), queries.newest(found)
    return render_desk(
        request,
        "surveys/desk/survey.html",
        survey=found,
        phase=phase.value,
        phase_name=phase.label,
        questions=len(list(questionnaire.questions())),
        faults=[fault_text(code) for code in faults(questionnaire)],
        newest=newest,
        is_reworded=bool(newest and newest.body != found.draft),
        figures=queries.figures(found),
        end_form=EndForm(initial={"closes_at": found.closes_at}),
        events=trail_of(found),
        **_frame_link(request, found),
    )


def _frame_link(request: HttpRequest, found: Survey) -> dict[str, str]:
    """Return what was typed as another site's address, and the link signed for it or what to mend."""
    typed = request.GET.get("trang-nhung", "")[:300]
    if not typed:
        return {}
    try:
        origin = clean_origin(typed)
    except ValidationError as problem:
        return {"site": typed, "site_error": problem.messages[0]}
    token = token_for(page=f"survey:{found.slug}", origin=origin)
    path = reverse("surveys:framed", kwargs={"slug": found.slug, "frame": token})
    return {"site": typed, "frame_link": f"{settings.SITE_URL}{path}"}
