"""Money to give back: what somebody has to transfer, and what jobs are busy with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.aftersales.disputes.domain.settling import NothingTaken, settle_by_bank
from shop.backoffice.frame import render_office
from shop.backoffice.money.queries import refunds_by_hand, refunds_on_the_way
from shop.backoffice.paging import paged
from shop.payment.domain.refunding import Contested, finish_refund
from shop.payment.enums import RefundState
from shop.payment.models import Refund


@require_safe
@office(Role.FINANCE)
def refunds(request: HttpRequest) -> HttpResponse:
    """List refunds: by hand, on the way, done."""
    done = Refund.objects.filter(state=RefundState.DONE).select_related("receipt__payment__order", "done_by")
    context = {
        "tab": "refunds",
        "by_hand": refunds_by_hand(),
        "on_the_way": refunds_on_the_way(),
        "pager": paged(request, done.order_by("-done_at")),
    }
    return render_office(request, "backoffice/money/refunds.html", context)


@require_POST
@office(Role.FINANCE)
def refund_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a refund was transferred by hand, with the bank's number of the transfer."""
    refund = get_object_or_404(Refund, pk=pk, state__in=[RefundState.BY_HAND, RefundState.DONE])
    number = request.POST.get("ma", "").strip()[:60]
    if not number:
        messages.error(request, _("Ghi mã giao dịch của ngân hàng, để đối chiếu được với sao kê."))
        return redirect("backoffice:refunds")
    try:
        finish_refund(refund=refund, at=timezone.now(), external_id=number, actor=request.user)
    except Contested:
        messages.error(request, _("Khách đã đòi khoản này ở ngân hàng phát hành thẻ: chuyển nữa là trả hai lần."))
        return redirect("backoffice:refunds")
    messages.success(request, _("Đã ghi là đã hoàn, người mua được nhắn tin."))
    return redirect("backoffice:refunds")


@require_POST
@office(Role.FINANCE)
def refund_by_bank(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the buyer's bank paid a refund through the dispute the market lost."""
    refund = get_object_or_404(Refund, pk=pk, state__in=[RefundState.BY_HAND, RefundState.DONE])
    try:
        settle_by_bank(refund=refund, by=request.user, at=timezone.now())
    except NothingTaken:
        messages.error(request, _("Ngân hàng chưa xử cho khách khoản này. Đợi kết quả khiếu nại rồi làm lại."))
        return redirect("backoffice:refunds")
    messages.success(request, _("Đã đóng khoản hoàn: ngân hàng phát hành thẻ đã trả, người mua được nhắn tin."))
    return redirect("backoffice:refunds")
