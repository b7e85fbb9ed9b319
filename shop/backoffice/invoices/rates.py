"""Rates of VAT that invoice records carry, and how each kind of goods is taxed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from catalogue.models import Category
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.aftersales.invoices.domain.deciding import InThePast, RateMissing, set_vat_class, set_vat_rate
from shop.aftersales.invoices.domain.vat import in_force
from shop.aftersales.invoices.models import UNTAXED, CategoryVatClass, VatClass, VatRate
from shop.backoffice.commission.forms import CategoryChoice
from shop.backoffice.frame import render_office
from shop.backoffice.payouts.reach import require_nationwide
from shop.money.forms import day_field

GOODS = [(one.value, one.label) for one in VatClass if one != VatClass.DELIVERY]


class VatRateForm(forms.Form):
    """The rate of one class from a day on."""

    vat_class = forms.ChoiceField(label=gettext_lazy("Loại"), choices=VatClass.choices)
    per_cent = forms.DecimalField(
        label=gettext_lazy("Thuế suất (%)"),
        required=False,
        min_value=0,
        max_value=20,
        max_digits=4,
        decimal_places=2,
        localize=False,
        help_text=gettext_lazy("Để trống với loại không chịu thuế, không phải kê khai."),
        error_messages={"invalid": gettext_lazy("Thuế suất là số phần trăm, ví dụ 5 hoặc 7,5.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    valid_from = day_field(gettext_lazy("Từ ngày"))
    legal_basis = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=200,
        error_messages={"required": gettext_lazy("Hãy ghi điều, khoản của văn bản đã đọc.")},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and "," in data.get("per_cent", ""):
            data = data.copy()
            data["per_cent"] = data["per_cent"].replace(",", ".")
        super().__init__(data, **kwargs)


class VatClassForm(forms.Form):
    """How the goods of a category are taxed."""

    category = CategoryChoice(label=gettext_lazy("Nhóm hàng"), queryset=Category.objects.order_by("path"))
    vat_class = forms.ChoiceField(label=gettext_lazy("Thuộc loại"), choices=GOODS)


@require_safe
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """Everything about VAT on one page."""
    require_nationwide(request)
    return _page(request)


@require_POST
@office(Role.FINANCE)
def rate(request: HttpRequest) -> HttpResponse:
    """Enter a rate."""
    require_nationwide(request)
    form = VatRateForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        points = None if data["per_cent"] is None else int(data["per_cent"] * 100)
        try:
            set_vat_rate(
                vat_class=VatClass(data["vat_class"]),
                basis_points=points,
                valid_from=data["valid_from"],
                legal_basis=data["legal_basis"],
                by=request.user,
                at=timezone.now(),
                today=timezone.localdate(),
            )
            messages.success(request, _("Đã lưu thuế suất."))
            return redirect("backoffice:vat_rates")
        except RateMissing:
            form.add_error("per_cent", _("Loại này có thuế: ghi thuế suất, ví dụ 5."))
        except InThePast:
            form.add_error(
                "valid_from", _("Sớm nhất từ hôm nay; mức đã bắt đầu thì không sửa, chứng từ đã ghi theo nó.")
            )
    return _page(request, rate_form=form)


@require_POST
@office(Role.FINANCE)
def vat_class(request: HttpRequest) -> HttpResponse:
    """Say how a category is taxed."""
    require_nationwide(request)
    form = VatClassForm(request.POST)
    if not form.is_valid():
        return _page(request, class_form=form)
    data = form.cleaned_data
    set_vat_class(category=data["category"], vat_class=VatClass(data["vat_class"]), by=request.user, at=timezone.now())
    messages.success(request, _("Đã lưu loại của nhóm hàng."))
    return redirect("backoffice:vat_rates")


def _page(request: HttpRequest, **bound: forms.Form) -> HttpResponse:
    today = timezone.localdate()
    known = in_force(on=today)
    context = {
        "tab": "rates",
        "rates": VatRate.objects.all()[:60],
        "missing": [one.label for one in VatClass if one not in UNTAXED and one not in known],
        "classes": CategoryVatClass.objects.select_related("category").order_by("category__path"),
        "rate_form": VatRateForm(initial={"valid_from": today}),
        "class_form": VatClassForm(),
    } | bound
    return render_office(request, "backoffice/invoices/rates.html", context, status=422 if bound else 200)
