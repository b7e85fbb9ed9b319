"""One paper that an open shop sent: beside the one before, judged."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellers.documents.models import Document
from sellers.documents.queries import current
from sellers.expiry.domain.renewing import JudgingRefused, judge_renewal
from sellers.expiry.queries import open_holds
from sellers.onboarding.models import ReplyTemplate
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paper_queue import number_of, sent_papers


@require_safe
@office(Role.REVIEWER)
def sent_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the paper beside those it would replace."""
    return _page(request, get_object_or_404(sent_papers(request.reach), pk=pk))


@require_POST
@office(Role.REVIEWER)
def judge_sent_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept it, or ask for another one with a reason."""
    paper = get_object_or_404(sent_papers(request.reach), pk=pk)
    verdict = {
        "accepted": request.POST.get("ket_qua") == "dat",
        "reason": request.POST.get("ly_do", "").strip()[:300],
        "valid_until": _day(request.POST.get("han", "")),
    }
    try:
        judge_renewal(document_id=paper.pk, **verdict, by=request.user, at=timezone.now())
    except JudgingRefused as refusal:
        return _page(request, get_object_or_404(sent_papers(request.reach), pk=pk), str(refusal), 422)
    messages.success(request, _("Đã ghi kết quả xem giấy tờ."))
    return redirect("backoffice:queue")


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _page(request: HttpRequest, paper: Document, error: str = "", status: int = 200) -> HttpResponse:
    assert paper.seller is not None, "sent_papers are papers of sellers"
    older = current(Document.objects.filter(seller=paper.seller, kind=paper.kind)).exclude(pk=paper.pk)
    context = {
        "paper": paper,
        "number": number_of(paper),
        "seller": paper.seller,
        "older": list(older.order_by("-uploaded_at")[:4]),
        "holds": list(open_holds(paper.seller).filter(kind=paper.kind)),
        "replies": ReplyTemplate.objects.all(),
        "error": error,
        "typed": request.POST,
    }
    return render_office(request, "backoffice/sent_paper.html", context, status=status)
