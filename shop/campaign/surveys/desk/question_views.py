"""The questionnaire at the desk: sections, questions, their order and branches, and a look at how it reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign.surveys.desk.question_forms import KIND_NAMES, QuestionForm
from shop.campaign.surveys.desk.views import own_survey, render_desk
from shop.campaign.surveys.domain import running, writing
from shop.campaign.surveys.domain.questionnaire import Kind, Question, Questionnaire, parse
from shop.campaign.surveys.messages import fault_text, refusal_text
from shop.campaign.surveys.models import Survey
from shop.campaign.surveys.places import places_for
from shop.campaign.surveys.sheet import sheet

REFUSALS = (running.NotNow, running.OnlyWords, writing.NoSuchPart, writing.TooMuch, writing.NeededByBranch)
Change = Callable[[Questionnaire], Questionnaire]


@office(Role.COMMITTEE)
@require_safe
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """All sections and questions, with what is left to do."""
    survey = own_survey(request, pk)
    questionnaire = parse(survey.draft)
    return render_desk(
        request,
        "surveys/desk/questions.html",
        survey=survey,
        questionnaire=questionnaire,
        faults=[fault_text(code) for code in writing.faults(questionnaire)],
        kinds=KIND_NAMES.items(),
        branches=_branches(questionnaire),
        kind_names={kind.value: name for kind, name in KIND_NAMES.items()},
    )


@office(Role.COMMITTEE)
@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Add, rename, move or drop a section; move or drop a question."""
    survey = own_survey(request, pk)
    if change := _change(request):
        _apply(request, survey, change)
    else:
        messages.error(request, _("Hãy ghi tên phần."))
    return redirect("backoffice:surveys_office:questions", pk=pk)


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_question(request: HttpRequest, pk: int, section: str, kind: str) -> HttpResponse:
    """Write a new question of a kind."""
    if kind not in list(Kind):
        raise Http404
    return _question(request, own_survey(request, pk), section, Question(key="", kind=Kind(kind), title=""))


@office(Role.COMMITTEE)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Change a question."""
    survey = own_survey(request, pk)
    found = parse(survey.draft).question(key)
    if found is None:
        raise Http404
    return _question(request, survey, writing.section_of(parse(survey.draft), key).key, found)


@office(Role.COMMITTEE)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Every section as people will read it, branches marked."""
    survey = own_survey(request, pk)
    questionnaire = parse(survey.draft)
    places = places_for(survey, questionnaire)
    numbers = {one.key: number for number, one in enumerate(questionnaire.questions(), start=1)}
    pages = [(section, sheet(section.questions, {}, places, numbers)) for section in questionnaire.sections]
    return render_desk(
        request, "surveys/desk/preview.html", survey=survey, pages=pages, branches=_branches(questionnaire)
    )


def _question(request: HttpRequest, survey: Survey, section: str, before: Question) -> HttpResponse:
    questionnaire = parse(survey.draft)
    choices = writing.earlier_choices(questionnaire, before.key, section)
    form = QuestionForm(request.POST if request.method == "POST" else None, before=before, choices=choices)
    if form.is_valid():
        change = partial(writing.put_question, section_key=section, question=form.as_question())
        try:
            running.change_questions(survey=survey, change=change)
        except REFUSALS as refusal:
            form.add_error(None, refusal_text(refusal))
        else:
            return redirect("backoffice:surveys_office:questions", pk=survey.pk)
    return render_desk(
        request,
        "surveys/desk/question.html",
        status=422 if form.errors else 200,
        survey=survey,
        form=form,
        before=before,
        kind_name=KIND_NAMES[before.kind],
    )


def _change(request: HttpRequest) -> Change | None:
    """Return the change a button asks for; None when the section has no name."""
    key, act = request.POST.get("khoa", ""), request.POST.get("viec", "")
    title = " ".join(request.POST.get("ten", "").split())[:160]
    if act in {"them-phan", "ten-phan"} and not title:
        return None
    changes: dict[str, Change] = {
        "them-phan": partial(writing.add_section, title=title),
        "ten-phan": partial(writing.rename_section, key=key, title=title),
        "len-phan": partial(writing.move_section, key=key, by=-1),
        "xuong-phan": partial(writing.move_section, key=key, by=1),
        "xoa-phan": partial(writing.drop_section, key=key),
        "len": partial(writing.move_question, key=key, by=-1),
        "xuong": partial(writing.move_question, key=key, by=1),
        "xoa": partial(writing.drop_question, key=key),
    }
    return changes.get(act)


def _apply(request: HttpRequest, survey: Survey, change: Change) -> None:
    try:
        running.change_questions(survey=survey, change=change)
    except REFUSALS as refusal:
        messages.error(request, refusal_text(refusal))


def _branches(questionnaire: Questionnaire) -> dict[str, str]:
    """Return, for each question that not everybody is asked, the sentence that says who is."""
    found = {}
    for one in questionnaire.questions():
        parts = []
        for condition in one.show_if:
            asked = questionnaire.question(condition.question)
            if asked:
                texts = ", ".join(asked.option_text(key) for key in condition.options)
                parts.append(_("“%(question)s” là %(answers)s") % {"question": asked.title, "answers": texts})
        if parts:
            found[one.key] = "; ".join(parts)
    return found
