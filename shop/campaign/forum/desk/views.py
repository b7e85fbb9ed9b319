"""The moderators' desk: what waits to be read, every topic of their provinces, and what is done with one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.campaign.forum import queries, reported
from shop.campaign.forum.desk.embedding import frame_link
from shop.campaign.forum.desk.frame import render_desk
from shop.campaign.forum.domain import moderating, supporting
from shop.campaign.forum.domain.path import NotNow, OwnDecision, OwnText
from shop.campaign.forum.domain.writing import WrongBody
from shop.campaign.forum.enums import DUE, OPEN, PUBLIC, TextState, TopicState
from shop.campaign.forum.models import Body, Topic, TopicVersion
from shop.campaign.reasons import ReasonMissing

PER_PAGE = 30
MOST = 100
REFUSED = {
    NotNow: gettext_lazy("Chủ đề không còn ở bước này nên không làm được. Có thể đã có trả lời chính thức."),
    OwnText: gettext_lazy("Đây là bài của chính bạn. Nhờ người điều hành khác."),
    OwnDecision: gettext_lazy("Bạn đã gỡ bài này. Người điều hành khác quyết định có đăng lại không."),
    ReasonMissing: ReasonMissing.message,
    WrongBody: gettext_lazy("Cơ quan này không nhận ý kiến của nơi này. Chọn cơ quan khác."),
    moderating.AlreadyDecided: gettext_lazy("Người khác vừa quyết định, hoặc người viết vừa sửa. Hãy đọc lại."),
    moderating.NoteMissing: gettext_lazy("Bài này bị máy giữ hoặc đã bị gỡ. Ghi vì sao vẫn đăng được."),
    moderating.AlreadyNamed: gettext_lazy("Bên này đã được báo rồi."),
}
TABS = {
    "cho-duyet": gettext_lazy("Chờ duyệt"),
    "can-tra-loi": gettext_lazy("Cần trả lời"),
    "da-dang": gettext_lazy("Đang hiện"),
    "tu-choi": gettext_lazy("Từ chối"),
}
STATES = {
    "can-tra-loi": (TopicState.PUBLISHED, *DUE),
    "da-dang": PUBLIC,
    "tu-choi": (TopicState.REJECTED,),
}


@office(*queries.DESK_ROLES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits to be read, or the topics of one tab."""
    tab = request.GET.get("muc", "")
    tab = tab if tab in TABS else "cho-duyet"
    context: dict[str, Any] = {"tab": tab, "tabs": TABS.items(), "today": timezone.localdate()}
    context["reported"] = reported.waiting_count(request.reach)
    if tab == "cho-duyet":
        context["versions"] = queries.waiting_versions(request.reach)[:MOST]
        context["replies"] = queries.waiting_replies(request.reach)[:MOST]
    else:
        rows = queries.desk(request.reach).filter(state__in=STATES[tab])
        order = ("due_on", "pk") if tab == "can-tra-loi" else ("-published_at", "-pk")
        context["page"] = Paginator(rows.order_by(*order), PER_PAGE).get_page(request.GET.get("trang"))
    return render_desk(request, "forum/desk/index.html", **context)


@office(*queries.DESK_ROLES)
@require_safe
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """One topic with the version that waits beside the one that is read."""
    return _page(request, get_object_or_404(queries.desk(request.reach), pk=pk))


@office(*queries.DESK_ROLES)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, refuse, pass on, name a party, close, or take down."""
    found = get_object_or_404(queries.desk(request.reach), pk=pk)
    try:
        said = _acted(request, found, request.POST.get("viec", ""))
    except tuple(REFUSED) as refusal:
        return _page(request, found, error=str(REFUSED[type(refusal)]), status=422)
    if said:
        messages.success(request, said)
    return redirect("backoffice:forum_office:topic", pk=pk)


@office(*queries.DESK_ROLES)
@require_POST
def decide_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a reply, refuse it, or take it off again."""
    rows = queries.desk_replies(request.reach)
    reply = get_object_or_404(rows, pk=pk)
    now, reason = timezone.now(), request.POST.get("reason", "")
    try:
        if request.POST.get("viec") == "dang":
            seen = request.POST.get("ban", "")
            moderating.show_reply(reply=reply, seen=seen, note=reason, by=request.user, at=now)
            messages.success(request, _("Đã đăng ý kiến."))
        else:
            moderating.refuse_reply(reply=reply, reason=reason, by=request.user, at=now)
            off = _("Đã gỡ") if reply.state == TextState.SHOWN else _("Không đăng")
            messages.success(request, _("%(off)s, đã báo người viết lý do.") % {"off": off})
    except tuple(REFUSED) as refusal:
        return _page(request, reply.topic, error=str(REFUSED[type(refusal)]), status=422)
    return redirect("backoffice:forum_office:topic", pk=reply.topic_id)


def _acted(request: HttpRequest, found: Topic, work: str) -> str:
    """Do what was asked for and return what to say."""
    by, now, reason = request.user, timezone.now(), request.POST.get("reason", "")
    if work in {"dang", "dang-chuyen", "tu-choi"}:
        version = get_object_or_404(TopicVersion, topic=found, pk=_number(request, "ban"))
        if work == "tu-choi":
            moderating.refuse(version=version, reason=reason, by=by, at=now)
            return _("Đã từ chối và báo người viết lý do.")
        found = moderating.approve(version=version, note=reason, by=by, at=now)
        if work == "dang" or found.state != TopicState.PUBLISHED:
            return _("Đã đăng.")
        work = "chuyen"
    if work == "chuyen":
        passed = moderating.pass_on(topic=found, body=_body(request, found), by=by, at=now)
        return _("Đã chuyển tới %(body)s, hạn trả lời %(day)s.") % {
            "body": passed.body,
            "day": passed.due_on.strftime("%d/%m/%Y") if passed.due_on else "",
        }
    if work == "ben-nhac-toi":
        moderating.name_party(topic=found, body=_body(request, found), by=by, at=now)
        return _("Đã báo bên được nhắc tới về quyền phản hồi.")
    if work == "dong":
        moderating.close(topic=found, note=reason[:500], by=by, at=now)
        return _("Đã đóng chủ đề.")
    if work == "tinh-ung-ho":
        flag = request.POST.get("co", "")
        counted = supporting.let_count(topic=found, flag=flag, reason=reason, by=by, at=now)
        return _("Đã tính %(n)d lượt ủng hộ.") % {"n": counted}
    if work == "go":
        moderating.take_down(topic=found, reason=reason, by=by, at=now)
        return _("Đã gỡ và báo người viết lý do.")
    return ""


def _page(request: HttpRequest, found: Topic, *, error: str = "", status: int = 200) -> HttpResponse:
    versions = list(found.versions.prefetch_related("pictures").select_related("decided_by"))
    named = found.parties.select_related("body")
    return render_desk(
        request,
        "forum/desk/topic.html",
        status=status,
        topic=found,
        waiting=next((row for row in versions if row.state == TextState.WAITING), None),
        shown=next((row for row in versions if row.state == TextState.SHOWN), None),
        versions=versions,
        replies=found.replies.select_related("author", "body"),
        parties=named,
        bodies=queries.bodies_for(found.province_id),
        may_pass_on=found.state in (TopicState.PUBLISHED, TopicState.OVERDUE, TopicState.ANSWERED),
        may_name=found.state in OPEN,
        may_close=found.state in OPEN,
        may_take_down=found.state in PUBLIC,
        held_back=queries.held_back(found),
        reminders=queries.reminders(found),
        events=trail_of(found),
        **frame_link(request, page=f"forum-topic:{found.pk}", name="forum:embedded", pk=found.pk),
        error=error,
        typed=request.POST,
        today=timezone.localdate(),
    )


def _body(request: HttpRequest, found: Topic) -> Body:
    rows = queries.bodies_for(found.province_id)
    return get_object_or_404(rows, pk=_number(request, "co_quan") or found.body_id)


def _number(request: HttpRequest, name: str) -> int | None:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 18 else None
