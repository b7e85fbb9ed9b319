"""Public pages of surveys: all of them, and the first page of one."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

from shop.campaign.surveys import queries
from shop.campaign.surveys.domain.questionnaire import parse
from shop.campaign.surveys.forms import ConsentForm, PhoneConsentForm
from shop.campaign.surveys.models import Access
from shop.campaign.surveys.results_page import page_of
from shop.campaign.surveys.views.framing import Place, place_of, show

KEEP_SECONDS = 60
PER_PAGE = 20
SECONDS_PER_QUESTION = 15


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """Surveys that run, that come, and that are over."""
    now = timezone.now()
    context = {
        "running": list(queries.running(now)),
        "upcoming": list(queries.upcoming(now)),
        "over": Paginator(queries.over(now), PER_PAGE).get_page(request.GET.get("trang")),
        "now": now,
    }
    response = render(request, "surveys/index.html", context)
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response


@never_cache
@csrf_exempt
@require_safe
def survey(request: HttpRequest, slug: str, frame: str = "") -> HttpResponse:
    """What is asked, by whom and what for; while it runs, the consent."""
    place = place_of(slug, frame)
    form_class = PhoneConsentForm if place.survey.access == Access.PHONE else ConsentForm
    form = form_class(initial={"qr": request.GET.get("qr", "")[:12]})
    return first_page(request, place, form, place.url("begin"))


@require_safe
def results(request: HttpRequest, slug: str, frame: str = "") -> HttpResponse:
    """The results, once they are released."""
    place = place_of(slug, frame)
    if place.survey.released_at is None:
        raise Http404
    response = show(request, place, "results", page_of(place.survey))
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response


def first_page(
    request: HttpRequest, place: Place, form: ConsentForm, action: str, *, error: str = "", status: int = 200
) -> HttpResponse:
    """Render the first page. action: where the consent goes."""
    found = place.survey
    version = queries.newest(found)
    questions = list(parse(version.body).questions()) if version else []
    context: dict[str, Any] = {
        "phase": found.phase(timezone.now()).value,
        "version": version,
        "questions": len(questions),
        "minutes": max(1, round(len(questions) * SECONDS_PER_QUESTION / 60)),
        "form": form,
        "action": action,
        "needs_link": found.access == Access.LINK and action == place.url("begin"),
        "error": error,
    }
    return show(request, place, "survey", context, status=status)
