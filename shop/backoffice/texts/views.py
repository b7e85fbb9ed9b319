"""One list of questions and replies; each is shown or hidden with one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue.reviews.answers.domain.moderating import hide, show
from catalogue.reviews.answers.models import Question, Reply
from catalogue.reviews.domain.moderating import AlreadyDecided, ReasonMissing, RewrittenMeanwhile
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.texts.queries import STATES, questions, replies

MOST = 300


@require_safe
@office(Role.REVIEWER)
def index(request: HttpRequest) -> HttpResponse:
    """Questions and replies of one state, oldest first where they wait."""
    return _page(request, request.GET.get("trang-thai", ""))


@require_POST
@office(Role.REVIEWER)
def decide_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Show or hide a question."""
    return _decided(request, get_object_or_404(questions(request.reach), pk=pk))


@require_POST
@office(Role.REVIEWER)
def decide_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Show or hide a reply."""
    return _decided(request, get_object_or_404(replies(request.reach), pk=pk))


def _decided(request: HttpRequest, text: Question | Reply) -> HttpResponse:
    now = timezone.now()
    try:
        if request.POST.get("ket_luan") == "dang":
            show(text=text, by=request.user, at=now, seen=request.POST.get("ban", ""))
            messages.success(request, _("Đã đăng."))
        else:
            hide(text=text, by=request.user, at=now, reason=request.POST.get("ly_do", "")[:300])
            messages.success(request, _("Đã ẩn."))
    except ReasonMissing:
        state = next(name for name, value in STATES.items() if value == text.state)
        return _page(request, state, wrong=text, status=422)
    except RewrittenMeanwhile:
        messages.warning(request, _("Người viết vừa sửa lời. Hãy đọc lại rồi quyết định."))
    except AlreadyDecided:
        messages.info(request, _("Đã được quyết định như vậy trước đó."))
    return redirect("backoffice:texts")


def _page(
    request: HttpRequest, state: str, *, wrong: Question | Reply | None = None, status: int = 200
) -> HttpResponse:
    state = state if state in STATES else "cho-xem"
    found = [source.filter(state=STATES[state])[:MOST] for source in (questions(request.reach), replies(request.reach))]
    rows = sorted((text for source in found for text in source), key=lambda text: text.created_at)
    if state != "cho-xem":
        rows.reverse()
    pager = paged(request, rows)
    for text in pager.rows:
        text.is_reply = isinstance(text, Reply)
        text.of = (text.question or text.review) if text.is_reply else None
        text.good = text.of.product if text.is_reply else text.product
        text.is_wrong = wrong is not None and (type(text), text.pk) == (type(wrong), wrong.pk)
    tabs = [("cho-xem", _("Chờ xem")), ("da-dang", _("Đã đăng")), ("da-an", _("Đã ẩn"))]
    context = {"pager": pager, "state": state, "tabs": tabs}
    return render_office(request, "backoffice/texts/index.html", context, status=status)
