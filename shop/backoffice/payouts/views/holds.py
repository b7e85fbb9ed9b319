"""Money held back: what holds it, holding a part by hand, letting it go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sellers.payouts.domain.holds import MANUAL, hold_by_hand, release_by_hand
from sellers.payouts.models import PayoutHold
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.payouts.reach import require_nationwide
from shop.order.models import SellerOrder


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def holds(request: HttpRequest) -> HttpResponse:
    """List what is held; POST holds a part, with a reason."""
    require_nationwide(request)
    error = _hold(request) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect("backoffice:payout_holds")
    standing = PayoutHold.objects.filter(released_at=None).select_related("seller").order_by("-held_at")
    context = {
        "tab": "holds",
        "pager": paged(request, standing),
        "manual": MANUAL,
        "error": error,
        "number": request.POST.get("don", ""),
        "reason": request.POST.get("ly_do", ""),
    }
    return render_office(request, "backoffice/payouts/holds.html", context, status=422 if error else 200)


@require_POST
@office(Role.FINANCE)
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """Release what was held by hand; what a dispute holds is released when the dispute is won."""
    require_nationwide(request)
    mine = get_object_or_404(PayoutHold, pk=pk, source__startswith=MANUAL, released_at=None)
    release_by_hand(held=mine, by=request.user, at=timezone.now())
    messages.success(request, _("Đã thả, kỳ sau đối soát."))
    return redirect("backoffice:payout_holds")


def _hold(request: HttpRequest) -> str:
    number = "".join(request.POST.get("don", "").split()).upper()[:32]
    reason = request.POST.get("ly_do", "").strip()[:200]
    part = SellerOrder.objects.filter(number=number).select_related("seller").first()
    if part is None:
        return _("Không có đơn người bán nào mang số này. Ví dụ CP-26-114872-1.")
    if not reason:
        return _("Ghi lý do giữ tiền.")
    hold_by_hand(
        seller=part.seller,
        part_number=part.number,
        amount_vnd=part.seller_share_vnd,
        reason=reason,
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Đã giữ tiền của đơn này."))
    return ""
