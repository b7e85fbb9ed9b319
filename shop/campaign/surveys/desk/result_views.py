"""Results at the desk: charts, cross-tables, texts, files and a report to print."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign.surveys import files, queries
from shop.campaign.surveys.analysis import analysis_of
from shop.campaign.surveys.desk.views import own_survey, render_desk
from shop.campaign.surveys.domain.results import Analysis
from shop.campaign.surveys.models import Survey
from shop.campaign.surveys.results_page import cross_rows, crossable, page_of


@office(Role.COMMITTEE)
@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Charts, and two questions crossed."""
    survey = own_survey(request, pk)
    return render_desk(
        request,
        "surveys/desk/results.html",
        **page_of(survey),
        **_crossed(request, survey),
        phase=survey.phase(timezone.now()).value,
        texts=queries.texts(survey),
        figures=queries.figures(survey),
    )


@office(Role.COMMITTEE)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The results on paper."""
    survey = own_survey(request, pk)
    return render_desk(
        request, "surveys/desk/report.html", **page_of(survey), figures=queries.figures(survey), now=timezone.now()
    )


@office(Role.COMMITTEE)
@require_safe
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The results as a file; who took it stands in the trail."""
    survey = own_survey(request, pk)
    if kind not in files.FILES:
        raise Http404
    content = files.export(survey=survey, kind=kind, by=request.user, at=timezone.now())
    response = HttpResponse(content, content_type=files.FILES[kind][1])
    response.headers["Content-Disposition"] = f'attachment; filename="khao-sat-{survey.slug}.{kind}"'
    return response


def _crossed(request: HttpRequest, survey: Survey) -> dict[str, object]:
    """Return the two questions in ?hang= and ?cot=, crossed; without them, what may be chosen."""
    analysis: Analysis = analysis_of(survey)
    choices = crossable(analysis)
    one = analysis.questionnaire.question(request.GET.get("hang", ""))
    other = analysis.questionnaire.question(request.GET.get("cot", ""))
    context: dict[str, object] = {
        "crossable": choices,
        "row_key": one.key if one else "",
        "column_key": other.key if other else "",
    }
    if one and other and one.key != other.key and analysis.categories(one) and analysis.categories(other):
        cross = analysis.cross(one, other)
        context |= {
            "cross": cross,
            "cross_rows": cross_rows(cross),
            "row_title": one.title,
            "column_title": other.title,
        }
    return context
