"""Small pages for the one other site a link was signed for; writing and supporting open here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from shop.campaign.embedding import origin_of
from shop.campaign.forum import queries

KEEP_SECONDS = 60
MOST = 10


@xframe_options_exempt
@require_safe
def topic(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """A topic with its state and official answer."""
    origin = _origin(f"forum-topic:{pk}", token)
    found = get_object_or_404(queries.public(), pk=pk)
    replies = queries.shown_replies(found)["official"]
    return _framed(request, "forum/embedded_topic.html", origin, topic=found, official=replies)


@xframe_options_exempt
@require_safe
def dialogue(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A session with the questions supported most."""
    origin = _origin(f"forum-dialogue:{slug}", token)
    found = get_object_or_404(queries.dialogues(), slug=slug)
    phase = found.phase(timezone.now()).value
    questions = queries.ranked(found)[:MOST]
    template = "forum/embedded_dialogue.html"
    return _framed(request, template, origin, dialogue=found, phase=phase, questions=questions)


def _origin(page: str, token: str) -> str:
    origin = origin_of(page=page, token=token)
    if origin is None:
        raise Http404
    return origin


def _framed(request: HttpRequest, template: str, origin: str, **context: Any) -> HttpResponse:
    response = render(request, template, context)
    response.frame_hosts = [origin]  # type: ignore[attr-defined]
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response
