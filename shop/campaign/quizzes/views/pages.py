"""Public pages of quizzes: all rounds, one quiz, one round, its drawing, and a certificate anybody can check."""

from __future__ import annotations

from pathlib import Path

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import conditional_page, require_safe

from shop.campaign.embedding import origin_of
from shop.campaign.quizzes import boc_tham, queries
from shop.campaign.quizzes.domain.drawing import published
from shop.campaign.quizzes.models import Phase, Round

KEEP_SECONDS = 60
PER_PAGE = 20


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """Rounds that run, that come, and that are over."""
    now = timezone.now()
    context = {
        "running": [(row, row.phase(now)) for row in queries.running(now)],
        "upcoming": [(row, row.phase(now)) for row in queries.upcoming(now)],
        "over": Paginator(queries.over(now), PER_PAGE).get_page(request.GET.get("trang")),
        "now": now,
    }
    context["past"] = [(row, row.phase(now)) for row in context["over"]]
    return _public(render(request, "quizzes/index.html", context))


@require_safe
@conditional_page
def quiz(request: HttpRequest, slug: str) -> HttpResponse:
    """One quiz: rules and rounds."""
    found, now = get_object_or_404(queries.public(), slug=slug), timezone.now()
    rounds = [(row, row.phase(now)) for row in queries.public_rounds().filter(quiz=found).order_by("-number")]
    return _public(render(request, "quizzes/quiz.html", {"quiz": found, "rounds": rounds}))


@never_cache
@require_safe
def round_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One round: how to take part, and afterwards answers, winners, and how they were drawn."""
    found, now = own_round(slug, number), timezone.now()
    phase = found.phase(now)
    is_over = phase in {Phase.CLOSED, Phase.DRAWN}
    attempt = queries.attempt_of(found, request.user)
    context = {
        "quiz": found.quiz,
        "round": found,
        "phase": phase.value,
        "attempt": attempt,
        "certificate": queries.certificate(attempt.code, now) if attempt else None,
        "taken": queries.taken(found),
        "solution": queries.solution(found, attempt) if is_over else [],
        "winners": queries.winners(found) if phase == Phase.DRAWN else [],
        "list_hash": boc_tham.list_hash(published(found)["entries"]) if phase == Phase.DRAWN else "",
    }
    return render(request, "quizzes/round.html", context)


@require_safe
def drawing(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What the drawing was made from, once it was made: codes, no names."""
    found = own_round(slug, number)
    if found.phase(timezone.now()) != Phase.DRAWN:
        raise Http404
    response = JsonResponse(published(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="boc-tham-{found.quiz.slug}-{number}.json"'
    return response


@require_safe
def script(request: HttpRequest) -> HttpResponseBase:
    """The script that draws again without this site."""
    file = Path(boc_tham.__file__).open("rb")  # noqa: SIM115  the response closes it
    return FileResponse(file, as_attachment=True, filename="boc_tham.py", content_type="text/x-python; charset=utf-8")


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Find a certificate by the code printed on it."""
    code = "".join(request.GET.get("ma", "").upper().split()).replace("-", "")[:12]
    if code and queries.certificate(code, timezone.now()):
        return redirect("quizzes:certificate", code=code)
    return render(request, "quizzes/check.html", {"code": code}, status=404 if code else 200)


@never_cache
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """A certificate: with the whole name for whom it was given, masked for whoever checks it."""
    found = queries.certificate(code, timezone.now())
    if found is None:
        return render(request, "quizzes/check.html", {"code": code}, status=404)
    context = {"attempt": found, "round": found.round, "quiz": found.round.quiz}
    return render(request, "quizzes/certificate.html", {**context, "is_mine": found.user_id == request.user.pk})


@xframe_options_exempt
@require_safe
def embedded(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A small page of the quiz for the one site the link was signed for; taking part opens here."""
    found = get_object_or_404(queries.public(), slug=slug)
    origin = origin_of(page=f"quiz:{slug}", token=token)
    if origin is None:
        raise Http404
    now = timezone.now()
    rounds = [(row, row.phase(now)) for row in queries.public_rounds().filter(quiz=found).order_by("-number")[:3]]
    response = render(request, "quizzes/embedded.html", {"quiz": found, "rounds": rounds})
    response.frame_hosts = [origin]  # type: ignore[attr-defined]
    return _public(response)


def own_round(slug: str, number: int) -> Round:
    """Return a round everybody may see, or raise Http404."""
    return get_object_or_404(queries.public_rounds(), quiz__slug=slug, number=number)


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response
