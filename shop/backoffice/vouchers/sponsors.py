"""Sponsors: who they are, what they owe for orders delivered and still on their way, what they paid."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sellers.listings.bulk.downloads import table_response
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.payouts.reach import require_nationwide
from shop.backoffice.vouchers.billing import bill_of, bill_rows, borne_parts
from shop.backoffice.vouchers.forms import SponsorForm, SponsorPaymentForm
from shop.vouchers.domain.refusals import CannotBeMade
from shop.vouchers.domain.sponsors import add_sponsor, record_payment
from shop.vouchers.models import Sponsor


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
        "payments": sponsor.payments.select_related("recorded_by"),
    }
    return render_office(request, "backoffice/vouchers/sponsor.html", context, status=422 if form.errors else 200)


@require_safe
@office(Role.FINANCE)
def bill(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What a sponsor bears, part by part, as a spreadsheet to send."""
    require_nationwide(request)
    sponsor = get_object_or_404(Sponsor, pk=pk)
    return table_response(bill_rows(sponsor), name=f"tai-tro-{sponsor.pk}", kind="xlsx", title="Bảng kê")


def _recorded(request: HttpRequest, sponsor: Sponsor, form: SponsorPaymentForm) -> bool:
    try:
        record_payment(sponsor=sponsor, **form.cleaned_data, by=request.user, at=timezone.now())
    except CannotBeMade as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True
