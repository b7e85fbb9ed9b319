"""Interviewers ask on their phones: with network page by page, without it on a page that keeps the answers."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.permissions import surveyor
from shop.campaign.surveys import credentials, queries
from shop.campaign.surveys.domain import answering, syncing
from shop.campaign.surveys.domain.kinds import field_names
from shop.campaign.surveys.domain.questionnaire import Question, Questionnaire, parse
from shop.campaign.surveys.forms import ConsentForm
from shop.campaign.surveys.interviewing.web_app import assets, version
from shop.campaign.surveys.models import Channel, Phase, Survey
from shop.campaign.surveys.places import places_for
from shop.campaign.surveys.sheet import sheet
from shop.campaign.surveys.values import quota_name, values_of
from shop.campaign.surveys.views.answering import CLOSED

MOST_INTERVIEWS = 50


@surveyor
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Surveys this interviewer may ask for, with what was sent so far."""
    rows = [
        (survey, queries.interviews(survey, request.user))
        for survey in queries.for_interviewers(request.reach, timezone.now())
    ]
    return render(request, "surveys/interviewing/home.html", {"rows": rows, "office_home": reverse("interviews:home")})


@surveyor
@require_POST
def online(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an interview on the pages everybody answers on; they need network and no script."""
    survey = _own(request, slug)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Đọc nội dung xin đồng ý và đánh dấu khi người trả lời đồng ý."))
        return redirect("interviews:home")
    token = credentials.new_token()
    way = answering.Way(channel=Channel.INTERVIEWER, interviewer=request.user)
    try:
        answering.begin(survey=survey, way=way, consents=True, token=token, at=timezone.now())
    except answering.NotRunning:
        messages.error(request, str(CLOSED))
        return redirect("interviews:home")
    return redirect("surveys:answer", slug=survey.slug, token=token)


@surveyor
@require_safe
def app(request: HttpRequest, slug: str) -> HttpResponse:
    """The survey in one page, which the phone keeps. Nobody's answers are in it."""
    survey = _own(request, slug)
    newest = queries.newest(survey)
    questionnaire = parse(newest.body if newest else survey.draft)
    numbers = {one.key: number for number, one in enumerate(questionnaire.questions(), start=1)}
    places = places_for(survey, questionnaire)
    pages = [(section, sheet(section.questions, {}, places, numbers)) for section in questionnaire.sections]
    context = {
        "survey": survey,
        "version": newest,
        "pages": pages,
        "facts": {
            "slug": survey.slug,
            "me": request.user.pk,
            "version": newest.number if newest else 0,
            "questions": [_fact(one, questionnaire) for one in questionnaire.questions()],
            "statusAt": reverse("interviews:status", kwargs={"slug": slug}),
            "syncAt": reverse("interviews:sync", kwargs={"slug": slug}),
            "workerAt": reverse("interviews:service_worker"),
            "scope": reverse("interviews:home"),
        },
    }
    return render(request, "surveys/interviewing/app.html", context)


@never_cache
@surveyor
@require_safe
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is signed in, whether the survey runs, which quotas are full, and the form token for sending."""
    survey = _own(request, slug)
    values = values_of(survey)
    body = {
        "me": request.user.pk,
        "csrf": get_token(request),
        "is_open": survey.phase(timezone.now()) == Phase.RUNNING,
        "full": [quota_name(one, values) for one in survey.quotas.all() if one.taken >= one.most],
    }
    return JsonResponse(body)


@never_cache
@surveyor
@require_POST
def sync(request: HttpRequest, slug: str) -> HttpResponse:
    """Take interviews, each once; an answer for every one of them."""
    survey, now = _own(request, slug), timezone.now()
    if request.content_type != "application/json":
        return JsonResponse({"error": "body"}, status=400)
    try:
        body = json.loads(request.body)
        raw, clock = body["interviews"], parse_datetime(body["clock"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "body"}, status=400)
    if not isinstance(raw, list) or len(raw) > MOST_INTERVIEWS or clock is None or clock.tzinfo is None:
        return JsonResponse({"error": "body"}, status=400)
    answers = []
    for one in raw:
        try:
            sent = syncing.read(one, behind=now - clock, at=now)
        except syncing.Unreadable:
            nonce = str(one.get("nonce", ""))[:64] if isinstance(one, dict) else ""
            answers.append(syncing.Answer(nonce, syncing.Outcome.REFUSED, "unreadable"))
            continue
        answers.append(syncing.take(survey=survey, interviewer=request.user, sent=sent, at=now))
    return JsonResponse({"answers": [vars(answer) for answer in answers]})


@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to install the interviewer's page."""
    home_at = reverse("interviews:home")
    icon = {"src": static("img/logo-mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    body = {
        "id": home_at,
        "name": _("Điều tra viên Chợ Phiên"),
        "short_name": _("Điều tra"),
        "lang": "vi",
        "start_url": home_at,
        "scope": home_at,
        "display": "standalone",
        "background_color": "#F7F2E7",
        "theme_color": "#1C4825",
        "icons": [icon],
    }
    return JsonResponse(body, content_type="application/manifest+json", headers={"Cache-Control": "max-age=3600"})


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, with the list of files it keeps and their version."""
    context = {"version": version(), "assets": assets()}
    template = "surveys/interviewing/may-dieu-tra.js"
    response = render(request, template, context, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _own(request: HttpRequest, slug: str) -> Survey:
    """Return a survey of this interviewer's provinces, or answer 404."""
    return get_object_or_404(queries.interviewed(request.reach), slug=slug)


def _fact(question: Question, questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what the page's script needs of a question."""
    section = next(one.key for one in questionnaire.sections if question in one.questions)
    return {
        "key": question.key,
        "section": section,
        "kind": question.kind,
        "required": question.required,
        "low": question.low,
        "high": question.high,
        "fields": field_names(question),
        "showIf": [[one.question, list(one.options)] for one in question.show_if],
    }
