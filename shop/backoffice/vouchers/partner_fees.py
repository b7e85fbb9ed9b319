"""The partner's commission: what the contract allows, what statements named, and the rates."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.payouts.reach import require_nationwide
from shop.backoffice.taking_back import take_back_from
from shop.backoffice.vouchers.forms import PartnerChargeForm, PartnerRateForm
from shop.ledger.months import MonthClosed
from shop.money.formatting import vnd
from shop.payment.partner_fees.domain.charging import (
    MoreThanAgreed,
    NoRate,
    RecordedBefore,
    record_charge,
    take_back_charge,
)
from shop.payment.partner_fees.domain.rates import Taken, set_rate
from shop.payment.partner_fees.models import ChargeWay, PartnerCharge, PartnerRate
from shop.payment.partner_fees.queries import standing


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """What is agreed, by rate, and what was charged; POST records what a statement names."""
    require_nationwide(request)
    form = PartnerChargeForm(
        request.POST if request.method == "POST" else None, initial={"charged_on": timezone.localdate()}
    )
    if form.is_bound and form.is_valid() and _recorded(request, form):
        messages.success(request, _("Đã ghi hoa hồng của đối tác, sổ sách đã cập nhật."))
        return redirect("backoffice:partner_fees")
    charges = PartnerCharge.objects.select_related("recorded_by", "reversed_by")
    context = {"tab": "fees", "form": form, "standing": standing(), "pager": paged(request, charges)}
    return render_office(request, "backoffice/vouchers/partner_fees.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def rates(request: HttpRequest) -> HttpResponse:
    """The rates of the contract; POST enters one."""
    require_nationwide(request)
    form = PartnerRateForm(
        request.POST if request.method == "POST" else None, initial={"valid_from": timezone.localdate()}
    )
    if form.is_bound and form.is_valid() and _set(request, form):
        messages.success(request, _("Đã ghi mức hoa hồng."))
        return redirect("backoffice:partner_fees")
    context = {"tab": "fees", "form": form, "rates": PartnerRate.objects.all()}
    return render_office(request, "backoffice/vouchers/partner_rates.html", context, status=422 if form.errors else 200)


@require_POST
@office(Role.FINANCE)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Book the opposite of a charge that was recorded wrongly."""
    require_nationwide(request)
    mine = get_object_or_404(PartnerCharge, pk=pk)
    take_back_from(request, partial(take_back_charge, charge=mine))
    return redirect("backoffice:partner_fees")


def _recorded(request: HttpRequest, form: PartnerChargeForm) -> bool:
    data = form.cleaned_data
    try:
        record_charge(**{**data, "way": ChargeWay(data["way"])}, by=request.user, at=timezone.now())
    except NoRate:
        form.add_error("charged_on", _("Chưa có mức hoa hồng cho ngày này. Ghi mức theo hợp đồng trước."))
    except RecordedBefore:
        form.add_error("statement_number", _("Bảng kê này đã ghi rồi."))
    except MonthClosed:
        form.add_error("charged_on", _("Tháng này đã khóa sổ. Chọn ngày của tháng còn mở."))
    except MoreThanAgreed as problem:
        said = _("Nhiều hơn mức đã thỏa thuận (còn %(left)s). Hỏi lại đối tác, hoặc ghi vì sao.")
        form.add_error("note", said % {"left": vnd(max(0, problem.left_vnd))})
    else:
        return True
    return False


def _set(request: HttpRequest, form: PartnerRateForm) -> bool:
    data = {name: value for name, value in form.cleaned_data.items() if name != "per_cent"}
    try:
        set_rate(**data, basis_points=form.basis_points, by=request.user, at=timezone.now())
    except Taken:
        form.add_error("valid_from", _("Đã có mức bắt đầu vào hoặc sau ngày này."))
        return False
    return True
