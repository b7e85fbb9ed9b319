"""The campaign's front page and the market sessions. Public and the same for everybody."""

from __future__ import annotations

from itertools import chain

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from shop.campaign.contests import queries
from shop.campaign.fairs.models import MarketSession
from shop.campaign.fairs.queries import archive, upcoming
from shop.campaign.forum.queries import Wanted, find
from shop.campaign.quizzes import queries as quizzes
from shop.campaign.surveys import queries as surveys

KEEP_SECONDS = 60
PER_PAGE = 20
ON_FRONT_PAGE = 3


@require_safe
@conditional_page
def landing(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    voting = (queries.running(now), queries.upcoming(now), queries.over(now))
    asking = (surveys.running(now), surveys.upcoming(now), surveys.over(now))
    quizzing = (quizzes.running(now), quizzes.upcoming(now), quizzes.over(now))
    rounds = list(chain.from_iterable(rows[:ON_FRONT_PAGE] for rows in quizzing))[:ON_FRONT_PAGE]
    context = {
        "quiz_rounds": [(row, row.phase(now)) for row in rounds],
        "surveys": list(chain.from_iterable(rows[:ON_FRONT_PAGE] for rows in asking))[:ON_FRONT_PAGE],
        "contests": list(chain.from_iterable(rows[:ON_FRONT_PAGE] for rows in voting))[:ON_FRONT_PAGE],
        "topics": list(find(Wanted())[:ON_FRONT_PAGE]),
        "now": now,
        "coming": list(upcoming(today)[:ON_FRONT_PAGE]),
        "past": list(archive(today)[:ON_FRONT_PAGE]),
        "past_count": archive(today).count(),
    }
    return _public(render(request, "fairs/landing.html", context))


@require_safe
@conditional_page
def sessions(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(archive(today), PER_PAGE).get_page(request.GET.get("trang"))
    context = {"coming": list(upcoming(today)) if page.number == 1 else [], "past": page}
    return _public(render(request, "fairs/sessions.html", context))


@require_safe
@conditional_page
def session(request: HttpRequest, slug: str) -> HttpResponse:
    rows = MarketSession.objects.select_related("province", "commune", "run")
    found = get_object_or_404(rows, slug=slug)
    today = timezone.localdate()
    last_day = found.ends_on or found.starts_on
    is_over = last_day is None or last_day < today
    return _public(render(request, "fairs/session.html", {"session": found, "is_over": is_over}))


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response
