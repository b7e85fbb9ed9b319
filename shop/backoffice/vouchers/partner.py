"""What the market passes on to the licensed partner for discounts the market and sponsors bear."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sellers.listings.bulk.downloads import workbook_response
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.payouts.reach import require_nationwide
from shop.backoffice.taking_back import take_back_from
from shop.backoffice.vouchers.domain.funding import fund_partner, take_back_funding
from shop.backoffice.vouchers.forms import TransferForm
from shop.backoffice.vouchers.funding import funded_parts, funding, funding_rows
from shop.backoffice.vouchers.transfers import listed, transfer_rows
from shop.money.formatting import grouped
from shop.payment.partner_fees.queries import standing
from shop.vouchers.domain.refusals import CannotBeMade
from shop.vouchers.models import PartnerFunding


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def show(request: HttpRequest) -> HttpResponse:
    """What is due, part by part, and what was passed on; POST records a transfer."""
    require_nationwide(request)
    now = funding()
    initial = {"paid_on": timezone.localdate(), "amount_vnd": grouped(now.due_vnd) if now.due_vnd > 0 else ""}
    form = TransferForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid() and _recorded(request, form):
        messages.success(request, _("Đã ghi khoản chuyển cho đối tác, sổ sách đã cập nhật."))
        return redirect("backoffice:partner_funding")
    context = {
        "tab": "partner",
        "funding": now,
        "commission": standing(),
        "form": form,
        "pager": paged(request, funded_parts()),
        "payments": listed(PartnerFunding.objects.all()),
    }
    return render_office(request, "backoffice/vouchers/partner.html", context, status=422 if form.errors else 200)


@require_safe
@office(Role.FINANCE)
def sheet(request: HttpRequest) -> HttpResponseBase:
    """What is due, part by part, as a spreadsheet for the partner."""
    require_nationwide(request)
    sheets = [("Bảng kê", funding_rows()), ("Đã chuyển", transfer_rows(PartnerFunding.objects.all()))]
    return workbook_response(sheets, name="cap-cho-doi-tac")


@require_POST
@office(Role.FINANCE)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Book the opposite of a transfer that was recorded wrongly."""
    require_nationwide(request)
    mine = get_object_or_404(PartnerFunding, pk=pk)
    take_back_from(request, partial(take_back_funding, paid=mine))
    return redirect("backoffice:partner_funding")


def _recorded(request: HttpRequest, form: TransferForm) -> bool:
    try:
        fund_partner(**form.cleaned_data, by=request.user, at=timezone.now())
    except CannotBeMade as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True
