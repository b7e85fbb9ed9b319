"""The switch, the rates with their legal basis, kinds of goods, and what was withheld month by month."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellers.tax.domain.deciding import InThePast, RatesMissing, decide, set_kind, set_rate, set_resident
from sellers.tax.domain.rates import is_on, missing
from sellers.tax.enums import SaleKind, Tax
from sellers.tax.models import CategoryTaxKind, NonResident, TaxRate, WithheldTax, WithholdingDecision
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.payouts.reach import require_nationwide
from shop.backoffice.tax.forms import KindForm, ResidentForm, SwitchForm, TaxRateForm

MONTHS = 24
CERTIFICATES = 200


@require_safe
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """Everything about tax on one page."""
    require_nationwide(request)
    return _page(request)


@require_POST
@office(Role.FINANCE)
def switch(request: HttpRequest) -> HttpResponse:
    """Confirm withholding from a day on, or stop it."""
    require_nationwide(request)
    form = SwitchForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            decide(
                is_on=data["is_on"] == "1",
                starts_on=data["starts_on"],
                reason=data["reason"],
                **_now(request),
            )
            return _saved(request, _("Đã ghi quyết định."))
        except InThePast:
            form.add_error("starts_on", _("Sớm nhất là hôm nay: đơn trước đó đã giao xong."))
        except RatesMissing:
            form.add_error("starts_on", _("Ngày này còn thiếu mức thuế. Nhập đủ các mức ở dưới rồi bật."))
    return _page(request, switch_form=form)


@require_POST
@office(Role.FINANCE)
def rate(request: HttpRequest) -> HttpResponse:
    """Enter a rate."""
    require_nationwide(request)
    form = TaxRateForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            set_rate(
                tax=Tax(data["tax"]),
                sale_kind=SaleKind(data["sale_kind"]),
                is_resident=data["is_resident"] == "1",
                basis_points=int(data["per_cent"] * 100),
                valid_from=data["valid_from"],
                legal_basis=data["legal_basis"],
                **_now(request),
            )
            return _saved(request, _("Đã lưu mức thuế."))
        except InThePast:
            form.add_error("valid_from", _("Mức mới áp dụng sớm nhất từ hôm nay; mức đã bắt đầu thì không sửa."))
    return _page(request, rate_form=form)


@require_POST
@office(Role.FINANCE)
def kind(request: HttpRequest) -> HttpResponse:
    """Say which kind of sale a category is."""
    require_nationwide(request)
    form = KindForm(request.POST)
    if not form.is_valid():
        return _page(request, kind_form=form)
    data = form.cleaned_data
    set_kind(category=data["category"], sale_kind=SaleKind(data["sale_kind"]), by=request.user, at=timezone.now())
    return _saved(request, _("Đã lưu loại giao dịch."))


@require_POST
@office(Role.FINANCE)
def resident(request: HttpRequest) -> HttpResponse:
    """Say whether a seller is resident."""
    require_nationwide(request)
    form = ResidentForm(request.POST)
    if not form.is_valid():
        return _page(request, resident_form=form)
    data = form.cleaned_data
    set_resident(seller=data["seller"], is_resident=data["is_resident"] == "1", by=request.user, at=timezone.now())
    return _saved(request, _("Đã lưu."))


def _now(request: HttpRequest) -> dict[str, Any]:
    """Return who decides, and when."""
    return {"by": request.user, "at": timezone.now(), "today": timezone.localdate()}


def _saved(request: HttpRequest, told: str) -> HttpResponse:
    messages.success(request, told)
    return redirect("backoffice:tax")


def _page(request: HttpRequest, **bound: forms.Form) -> HttpResponse:
    today = timezone.localdate()
    dated: dict[str, Any] = {"initial": {"starts_on": today, "valid_from": today}}
    by_seller = WithheldTax.objects.values_list("seller__slug", "seller__name", "occurred_at__year").order_by()
    context = {
        "is_on": is_on(on=today),
        "decisions": WithholdingDecision.objects.select_related("decided_by")[:5],
        "missing": [
            (tax.label, kind.label, _("cư trú") if resident else _("không cư trú"))
            for tax, kind, resident in missing(on=today)
        ],
        "rates": TaxRate.objects.all()[:60],
        "kinds": CategoryTaxKind.objects.select_related("category"),
        "non_residents": NonResident.objects.select_related("seller"),
        "months": WithheldTax.objects.dates("occurred_at", "month", order="DESC")[:MONTHS],
        "certificates": by_seller.annotate(Sum("amount_vnd")).order_by("-occurred_at__year", "seller__name")[
            :CERTIFICATES
        ],
        "switch_form": SwitchForm(**dated),
        "rate_form": TaxRateForm(**dated),
        "kind_form": KindForm(),
        "resident_form": ResidentForm(),
    } | bound
    return render_office(request, "backoffice/tax/index.html", context, status=422 if bound else 200)
