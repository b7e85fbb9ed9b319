"""Texts that readers reported: taken off with a reason, or left as they are."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.permissions import office
from shop.campaign.forum import queries, reported
from shop.campaign.forum.desk.frame import render_desk
from shop.campaign.forum.domain import moderating, reporting
from shop.campaign.forum.domain.path import NotNow, OwnText
from shop.campaign.reasons import ReasonMissing

MOST = 50
REFUSED = {
    NotNow: gettext_lazy("Bài không còn hiện nên không gỡ được nữa."),
    OwnText: gettext_lazy("Đây là bài của chính bạn. Nhờ người điều hành khác."),
    ReasonMissing: ReasonMissing.message,
    moderating.AlreadyDecided: gettext_lazy("Người khác vừa quyết định về bài này."),
}


@office(*queries.DESK_ROLES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every reported text of this desk, most reported on top."""
    return _page(request)


@office(*queries.DESK_ROLES)
@require_POST
def decide(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take a reported text off, or let it stand."""
    text = reported.text_at(request.reach, kind=kind, pk=pk) if kind in reported.KINDS else None
    seen = request.POST.get("den", "")
    if text is None:
        raise Http404
    act = reporting.hide if request.POST.get("viec") == "go" else reporting.let_stand
    try:
        last = int(seen) if seen.isdecimal() and len(seen) < 18 else 0
        act(text=text, why=request.POST.get("reason", ""), seen=last, by=request.user, at=timezone.now())
    except tuple(REFUSED) as refusal:
        return _page(request, error=str(REFUSED[type(refusal)]), typed=f"{kind}-{pk}", status=422)
    messages.success(request, _("Đã gỡ và báo người viết.") if act is reporting.hide else _("Đã ghi: để nguyên."))
    return redirect("backoffice:forum_office:reports")


def _page(request: HttpRequest, *, error: str = "", typed: str = "", status: int = 200) -> HttpResponse:
    rows = [(row, f"{row.kind}-{row.pk}") for row in reported.waiting(request.reach, most=MOST)]
    return render_desk(
        request,
        "forum/desk/reports.html",
        status=status,
        rows=rows,
        error=error,
        typed=typed,
        reason=request.POST.get("reason", ""),
        tab="bi-bao",
    )
