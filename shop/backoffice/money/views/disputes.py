"""One dispute about a card payment: what the market knows of the hand-over, and who bears it when it was lost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.aftersales.disputes.domain.deciding import NotLost, ReasonMissing, decide, shares
from shop.aftersales.disputes.models import DisputeDecision
from shop.backoffice.frame import render_office
from shop.backoffice.money.dispute_words import proof_words, reason_words, state_words
from shop.backoffice.payouts.reach import require_nationwide
from shop.fulfilment.models import HandOver
from shop.order.models import SellerOrder
from shop.payment.domain.disputes import LOST, left_vnd
from shop.payment.models import Dispute


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a dispute; POST says who bears a lost one."""
    require_nationwide(request)
    mine = get_object_or_404(Dispute.objects.select_related("receipt__payment__order"), pk=pk)
    error = _decide(request, mine) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect("backoffice:receipts")
    order = mine.receipt.payment.order if mine.receipt and mine.receipt.payment else None
    rows = SellerOrder.objects.filter(order=order).select_related("seller", "order").order_by("pk") if order else []
    parts = list(rows)
    left = left_vnd(mine)
    borne = shares(parts, left)
    given = HandOver.objects.filter(order=order, undone_at=None).select_related("run_stop__point", "operator")
    context = {
        "tab": "receipts",
        "dispute": mine,
        "state": state_words(mine.state),
        "why": reason_words(mine.reason),
        "order": order,
        "parts": [(part, borne.get(part, 0)) for part in parts],
        "market_vnd": left - sum(borne.values()),
        "refunds": mine.settled_refunds.select_related("done_by"),
        "hand_overs": [(row, proof_words(row.found_by)) for row in given],
        "decision": DisputeDecision.objects.filter(dispute=mine).select_related("decided_by").first(),
        "is_lost": mine.state == LOST,
        "error": error,
        "reason": request.POST.get("ly_do", ""),
    }
    return render_office(request, "backoffice/money/dispute.html", context, status=422 if error else 200)


def _decide(request: HttpRequest, mine: Dispute) -> str:
    """Do what was decided and return "", or why it cannot be done."""
    who, reason = request.POST.get("ai", ""), request.POST.get("ly_do", "")
    if who not in {"nha-ban", "cho"}:
        return _("Chọn ai chịu khoản này.")
    try:
        decide(dispute=mine, seller_bears=who == "nha-ban", reason=reason, by=request.user, at=timezone.now())
    except ReasonMissing:
        return _("Ghi lý do: nhà bán và kế toán cùng đọc được.")
    except NotLost:
        return _("Khoản này chưa thua kiện, hoặc vừa được người khác quyết định.")
    messages.success(request, _("Đã ghi sổ. Tiền đang giữ của nhà bán được đối soát tiếp."))
    return ""
