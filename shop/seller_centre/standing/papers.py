"""The seller's papers: what ends when, what is hidden for it, sending a new one."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sellers.documents.checks import DocumentRefused
from sellers.documents.models import DocumentKind
from sellers.documents.queries import current, own_documents
from sellers.expiry.domain.renewing import SENT_BY_SELLERS, send_paper
from sellers.expiry.queries import endings_of, open_holds
from shop.accounts.enums import Role
from shop.accounts.permissions import seller_staff
from shop.seller_centre.frame import current_seller, render


@require_http_methods(["GET", "HEAD", "POST"])
@seller_staff([Role.SELLER_OWNER])
def papers(request: HttpRequest) -> HttpResponse:
    """List the papers and take a new one."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        raise Http404
    error = _send(request) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        messages.success(request, _("Đã gửi. Người duyệt xem trong 1 ngày làm việc."))
        return redirect("seller_centre:papers")
    mine = current(own_documents(request.user, request.reach).filter(seller=seller)).exclude(kind=DocumentKind.IDENTITY)
    return render(
        request,
        "seller_centre/standing/papers.html",
        seller=seller,
        tab="standing",
        status=422 if error else 200,
        papers=mine.order_by("kind", "-uploaded_at"),
        endings=endings_of(seller, today=timezone.localdate()),
        holds=open_holds(seller),
        kinds=[(kind.value, kind.label) for kind in SENT_BY_SELLERS],
        chosen=request.POST.get("loai") or request.GET.get("loai", ""),
        day=request.POST.get("han", ""),
        error=error,
    )


def _send(request: HttpRequest) -> str:
    """Keep the paper; return what to mend, or "" when it was kept."""
    kind, upload, day = request.POST.get("loai", ""), request.FILES.get("tep"), request.POST.get("han", "")
    if kind not in [one.value for one in SENT_BY_SELLERS]:
        return _("Hãy chọn loại giấy tờ.")
    if upload is None:
        return _("Hãy chụp hoặc chọn tệp giấy tờ.")
    ends = _day(day)
    if day and ends is None:
        return _("Ngày hết hạn chưa đúng, ví dụ 31/12/2027.")
    if ends and ends < timezone.localdate():
        return _("Giấy này đã hết hạn. Hãy gửi giấy còn hạn.")
    wish = {"seller": current_seller(request), "kind": DocumentKind(kind), "upload": upload, "valid_until": ends}
    try:
        send_paper(**wish, by=request.user, at=timezone.now())
    except DocumentRefused as refusal:
        return str(refusal)
    return ""


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
