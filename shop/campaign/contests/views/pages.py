"""Public pages of contests: all of them, one of them, its log, and the script that recounts it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import conditional_page, require_safe

from shop.campaign.contests import kiem_phieu, queries
from shop.campaign.contests.domain.log import file_lines
from shop.campaign.contests.models import Contest, LogHead, Phase
from shop.campaign.embedding import origin_of

KEEP_SECONDS = 60
PER_PAGE = 20


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """Contests that run, that come, and that are over."""
    now = timezone.now()
    context = {
        "running": list(queries.running(now)),
        "upcoming": list(queries.upcoming(now)),
        "over": Paginator(queries.over(now), PER_PAGE).get_page(request.GET.get("trang")),
        "now": now,
    }
    response = render(request, "contests/index.html", context)
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response


@never_cache
@require_safe
def contest(request: HttpRequest, slug: str) -> HttpResponse:
    """One contest: while it runs, the ballot paper; afterwards the result."""
    return contest_page(request, get_object_or_404(queries.public(), slug=slug), ticket=request.GET.get("the", "")[:40])


def contest_page(
    request: HttpRequest, found: Contest, *, ticket: str = "", chosen: Any = (), error: str = "", status: int = 200
) -> HttpResponse:
    """Render a contest with what was ticked."""
    now = timezone.now()
    phase = found.phase(now)
    shows_standings = phase == Phase.CLOSED or (phase == Phase.RUNNING and not found.hides_standings)
    visitor = f"{request.META.get('REMOTE_ADDR', '')}|{request.headers.get('User-Agent', '')}"
    context = {
        "contest": found,
        "phase": phase.value,
        "groups": queries.groups(found, visitor=visitor, day=timezone.localdate(now)),
        "tables": queries.standings(found) if shows_standings else [],
        "voters": queries.voters(found),
        "holding": queries.holding(found),
        "ways": queries.ways(found),
        "head": LogHead.objects.filter(contest=found).first(),
        "recognition": getattr(found, "recognition", None),
        "ticket": ticket,
        "chosen": list(chosen),
        "error": error,
    }
    return render(request, "contests/contest.html", context, status=status)


@xframe_options_exempt
@require_safe
def embedded(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A small page of the contest for the one site the link was signed for; voting itself opens here."""
    found = get_object_or_404(queries.public(), slug=slug)
    origin = origin_of(page=f"contest:{slug}", token=token)
    if origin is None:
        raise Http404
    phase = found.phase(timezone.now())
    shows = phase == Phase.CLOSED or (phase == Phase.RUNNING and not found.hides_standings)
    tables = queries.standings(found) if shows else []
    context = {"contest": found, "phase": phase.value, "tables": tables}
    context |= {"voters": queries.voters(found), "holding": queries.holding(found)}
    response = render(request, "contests/embedded.html", context)
    response.frame_hosts = [origin]  # type: ignore[attr-defined]
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response


@never_cache
@require_safe
def log_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The ballot log as far as it is sealed."""
    found = get_object_or_404(queries.public(), slug=slug)
    response = StreamingHttpResponse(file_lines(found.pk), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="so-phieu-{found.slug}.txt"'
    return response


@require_safe
def script(request: HttpRequest) -> HttpResponseBase:
    """The script that recounts a log without this site."""
    file = Path(kiem_phieu.__file__).open("rb")  # noqa: SIM115  the response closes it
    return FileResponse(file, as_attachment=True, filename="kiem_phieu.py", content_type="text/x-python; charset=utf-8")
