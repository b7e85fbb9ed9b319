"""The trail of the whole market, for administrators."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.audit.models import AuditEvent
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.trail_subjects import subject_of
from shop.backoffice.trail_words import sentence_of


@require_safe
@office(Role.ADMINISTRATOR)
def trail(request: HttpRequest) -> HttpResponse:
    """List every recorded act, the newest first."""
    words = request.GET.get("q", "").strip()[:60]
    events = AuditEvent.objects.select_related("actor").order_by("-at", "-pk")
    if words:
        events = events.filter(actor__full_name__icontains=words)
    pager = paged(request, events)
    rows = [(event, sentence_of(event), subject_of(event)) for event in pager.rows]
    return render_office(request, "backoffice/trail.html", {"pager": pager, "rows": rows, "words": words})
