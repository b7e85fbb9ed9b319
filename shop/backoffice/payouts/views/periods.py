"""Periods, their payouts, and one payout from order line to total."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellers.listings.bulk.downloads import table_response
from sellers.payouts.domain.batches import held_payout_ids, payable
from sellers.payouts.domain.executing import NoSuchDebt, receive_debt
from sellers.payouts.domain.periods import due_period
from sellers.payouts.domain.settling import settle_period
from sellers.payouts.models import Payout, PayoutBatch, PayoutPeriod
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.payouts.queries import in_debt, rejected, without_account
from shop.backoffice.payouts.reach import is_nationwide, payouts_within, require_nationwide
from shop.order.payout_statement import statement_parts, statement_rows


@require_safe
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """What is due, what waits, batches, periods."""
    nationwide = is_nationwide(request)
    ready = list(payable()) if nationwide else []
    held = Payout.objects.filter(pk__in=held_payout_ids()).select_related("seller", "period") if nationwide else []
    context = {
        "tab": "periods",
        "nationwide": nationwide,
        "due": due_period(today=timezone.localdate()) if nationwide else None,
        "ready": len(ready),
        "ready_vnd": sum(payout.amount_vnd for payout in ready),
        "held": held,
        "without_account": without_account() if nationwide else [],
        "rejected": rejected() if nationwide else [],
        "in_debt": in_debt() if nationwide else [],
        "batches": PayoutBatch.objects.select_related("created_by", "decided_by")[:20] if nationwide else [],
        "pager": paged(request, PayoutPeriod.objects.all()),
    }
    return render_office(request, "backoffice/payouts/index.html", context)


@require_POST
@office(Role.FINANCE)
def settle(request: HttpRequest) -> HttpResponse:
    """Settle the oldest period that is over."""
    require_nationwide(request)
    days = due_period(today=timezone.localdate())
    if days is None:
        messages.info(request, _("Kỳ này chưa hết, hoặc đã đối soát rồi."))
        return redirect("backoffice:payouts")
    period = settle_period(days=days, at=timezone.now())
    messages.success(request, _("Đã đối soát kỳ %(period)s.") % {"period": period})
    return redirect("backoffice:payout_period", pk=period.pk)


@require_safe
@office(Role.FINANCE)
def period(request: HttpRequest, pk: int) -> HttpResponse:
    """All payouts of one period."""
    mine = get_object_or_404(PayoutPeriod, pk=pk)
    payouts = payouts_within(request).filter(period=mine).order_by("seller__name", "pk")
    context = {"tab": "periods", "period": mine, "pager": paged(request, payouts, 100)}
    return render_office(request, "backoffice/payouts/period.html", context)


@require_safe
@office(Role.FINANCE)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One payout with its parts, transfers, and (when the seller owes) where to record what was paid in."""
    mine = get_object_or_404(payouts_within(request), pk=pk)
    context = {
        "tab": "periods",
        "payout": mine,
        "parts": statement_parts(mine),
        "transfers": mine.transfers.select_related("batch"),
        "nationwide": is_nationwide(request),
    }
    return render_office(request, "backoffice/payouts/payout.html", context)


@require_safe
@office(Role.FINANCE)
def statement_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as a spreadsheet."""
    mine = get_object_or_404(payouts_within(request), pk=pk)
    return table_response(statement_rows(mine), name=f"doi-soat-{mine.pk}", kind="xlsx", title="Đối soát")


@require_POST
@office(Role.FINANCE)
def paid_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a seller paid of its debt."""
    require_nationwide(request)
    mine = get_object_or_404(payouts_within(request), pk=pk)
    number = request.POST.get("ma", "").strip()[:40]
    amount = int(re.sub(r"\D", "", request.POST.get("so_tien", ""))[:12] or 0)
    if not number or not amount:
        messages.error(request, _("Ghi số tiền và mã giao dịch của ngân hàng."))
        return redirect("backoffice:payout", pk=pk)
    try:
        receive_debt(payout=mine, amount_vnd=amount, bank_number=number, by=request.user, at=timezone.now())
        messages.success(request, _("Đã ghi khoản nộp."))
    except NoSuchDebt:
        messages.error(request, _("Số tiền lớn hơn khoản còn nợ, hoặc kỳ sau đã đối soát. Xem lại kỳ mới nhất."))
    return redirect("backoffice:payout", pk=pk)
