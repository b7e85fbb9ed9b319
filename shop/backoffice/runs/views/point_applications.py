"""One application to run a pick-up point, and the decision about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.trail import trail_of
from shop.backoffice.frame import render_office
from shop.backoffice.runs.domain.point_applications import decide
from shop.backoffice.runs.point_queue import applications_within
from shop.backoffice.trail_words import sentence_of
from shop.fulfilment.domain.refusal import Refused
from shop.shipping.models import PointApplicationState

DECISIONS = {
    "duyet": PointApplicationState.APPROVED,
    "bo-sung": PointApplicationState.CHANGES_ASKED,
    "tu-choi": PointApplicationState.REJECTED,
}


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.ADMINISTRATOR)
def point_application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an application; POST `ket_luan` decides about it."""
    mine = get_object_or_404(applications_within(request.reach), pk=pk)
    reason, error = request.POST.get("ly_do", "")[:300], ""
    if request.method == "POST":
        chosen = DECISIONS.get(request.POST.get("ket_luan", ""))
        if chosen is None:
            error = _("Chọn duyệt, nhờ bổ sung hoặc từ chối.")
        else:
            try:
                decided = decide(application=mine, to=chosen, reason=reason, actor=request.user, at=timezone.now())
            except Refused as refusal:
                error = str(refusal)
            else:
                messages.success(request, _("Đã trả lời %(name)s.") % {"name": decided.applicant})
                return redirect("backoffice:point", decided.point_id) if decided.point_id else redirect(request.path)
    context = {
        "application": mine,
        "reason": reason,
        "error": error,
        "trail": [(event, sentence_of(event)) for event in trail_of(mine)],
    }
    template = "backoffice/runs/point_application.html"
    return render_office(request, template, context, status=422 if error else 200)
