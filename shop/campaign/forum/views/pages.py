"""Public pages of the forum: topics to find, one topic, its pictures."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_safe

from shop.accounts.reach import Reach
from shop.campaign.forum import queries
from shop.campaign.forum.enums import EDITABLE, OPEN, PUBLIC, TextState, TopicState, Voice
from shop.campaign.forum.forms import ReplyForm
from shop.campaign.forum.models import Body, Topic
from shop.regions.models import Province

KEEP_SECONDS = 60
PER_PAGE = 20


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    """Every public topic, by voice, state, body, place and words."""
    wanted, now = wanted_of(request), timezone.now()
    dialogue = queries.dialogues_ahead().first()
    context = {
        "dialogue": dialogue,
        "phase": dialogue.phase(now).value if dialogue else "",
        "page": Paginator(queries.find(wanted), PER_PAGE).get_page(request.GET.get("trang")),
        "wanted": wanted,
        "voices": Voice.choices,
        "states": [(state.value, state.label) for state in TopicState if state in PUBLIC],
        "bodies": Body.objects.filter(topics__state__in=PUBLIC).distinct(),
        "provinces": Province.objects.filter(forum_topics__state__in=PUBLIC).distinct(),
        "is_filtered": any([wanted.words, wanted.state, wanted.body, wanted.province]),
        "today": timezone.localdate(),
    }
    response = render(request, "forum/index.html", context)
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response


@never_cache
@require_safe
def topic(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One topic with its official answer, the right of reply, what readers say, and the path of its states."""
    found = get_object_or_404(queries.with_everything(queries.public()), pk=pk)
    if slug != found.slug:
        return redirect(found, permanent=True)
    return topic_page(request, found)


def topic_page(request: HttpRequest, found: Topic, *, form: ReplyForm | None = None, status: int = 200) -> HttpResponse:
    """Render a topic with what was typed as a reply."""
    is_author = request.user.is_authenticated and found.author_id == request.user.pk
    version = queries.shown_version(found)
    context: dict[str, Any] = {
        "topic": found,
        "version": version,
        "pictures": version.pictures.all() if version else [],
        "replies": queries.shown_replies(found),
        "parties": found.parties.select_related("body"),
        "events": found.events.all(),
        "earlier": queries.earlier_versions(found),
        "form": form or ReplyForm(),
        "takes_replies": found.state in OPEN,
        "is_author": is_author,
        "may_edit": is_author and found.state in EDITABLE,
        "pending": found.versions.filter(state=TextState.WAITING).exists() if is_author else False,
        "answers": queries.to_answer(request.user).filter(pk=found.pk).exists(),
        "today": timezone.localdate(),
        "support": queries.support_of(request.user, found),
        "held_back": sum(row.count for row in queries.held_back(found)),
        "follows": queries.follows(request.user, found),
        "is_escalated": found.state == TopicState.OVERDUE and queries.is_escalated(found),
    }
    return render(request, "forum/topic.html", context, status=status)


@never_cache
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One picture, for whoever may see its version."""
    shown = queries.visible_picture(request.user, Reach(request.user), pk)
    if shown is None:
        raise Http404
    response = FileResponse(shown.file.open("rb"), content_type="image/webp")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def wanted_of(request: HttpRequest) -> queries.Wanted:
    """Return what the address asks for; what does not exist is left out."""
    body = request.GET.get("co-quan", "")
    voice, state = request.GET.get("tieng-noi", ""), request.GET.get("trang-thai", "")
    return queries.Wanted(
        words=request.GET.get("q", "")[:200],
        voice=voice if voice in Voice.values else "",
        state=state if state in PUBLIC else "",
        body=int(body) if body.isdecimal() and len(body) < 10 else None,
        province=request.GET.get("tinh", "")[:2],
        by_support=request.GET.get("xep") == "ung-ho",
    )
