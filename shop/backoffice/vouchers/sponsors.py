"""Sponsors: who they are, what they owe for orders delivered and still on their way, what they paid."""

from __future__ import annotations

from functools import partial
from typing import Any

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
from shop.backoffice.vouchers.billing import bill_of, bill_rows, borne_parts
from shop.backoffice.vouchers.forms import SponsorForm, SponsorPaymentForm
from shop.backoffice.vouchers.transfers import listed, transfer_rows
from shop.vouchers.domain.refusals import CannotBeMade
from shop.vouchers.domain.sponsors import add_sponsor, record_payment, take_back_payment
from shop.vouchers.models import Sponsor, SponsorPayment


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """List sponsors and add one."""
    require_nationwide(request)
    form = SponsorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            sponsor = add_sponsor(**form.cleaned_data, by=request.user, at=timezone.now())
        except CannotBeMade as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Đã thêm nhà tài trợ."))
            return redirect("backoffice:sponsor", pk=sponsor.pk)
    rows = [(sponsor, bill_of(sponsor)) for sponsor in Sponsor.objects.all()]
    context = {"tab": "sponsors", "form": form, "sponsors": rows}
    return render_office(request, "backoffice/vouchers/sponsors.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One sponsor: the bill, part by part, and its payments; POST records one."""
    require_nationwide(request)
    sponsor = get_object_or_404(Sponsor, pk=pk)
    form = SponsorPaymentForm(
        request.POST if request.method == "POST" else None, initial={"paid_on": timezone.localdate()}
    )
    if form.is_bound and form.is_valid() and _recorded(request, sponsor, form):
        messages.success(request, _("Đã ghi khoản tiền, sổ sách đã cập nhật."))
        return redirect("backoffice:sponsor", pk=sponsor.pk)
    context: dict[str, Any] = {
        "tab": "sponsors",
        "sponsor": sponsor,
        "bill": bill_of(sponsor),
        "form": form,
        "pager": paged(request, borne_parts(sponsor)),
        "payments": listed(sponsor.payments.all()),
    }
    return render_office(request, "backoffice/vouchers/sponsor.html", context, status=422 if form.errors else 200)


@require_safe
@office(Role.FINANCE)
def bill(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What a sponsor bears, part by part, as a spreadsheet to send."""
    require_nationwide(request)
    sponsor = get_object_or_404(Sponsor, pk=pk)
    sheets = [("Bảng kê", bill_rows(sponsor)), ("Tiền đã về", transfer_rows(sponsor.payments.all()))]
    return workbook_response(sheets, name=f"tai-tro-{sponsor.pk}")


@require_POST
@office(Role.FINANCE)
def take_back(request: HttpRequest, pk: int, payment: int) -> HttpResponse:
    """Book the opposite of a payment of this sponsor that was recorded wrongly."""
    require_nationwide(request)
    mine = get_object_or_404(SponsorPayment, pk=payment, sponsor=pk)
    take_back_from(request, partial(take_back_payment, payment=mine))
    return redirect("backoffice:sponsor", pk=pk)


def _recorded(request: HttpRequest, sponsor: Sponsor, form: SponsorPaymentForm) -> bool:
    try:
        record_payment(sponsor=sponsor, **form.cleaned_data, by=request.user, at=timezone.now())
    except CannotBeMade as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True
