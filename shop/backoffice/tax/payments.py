"""Withheld tax paid to the state, and what is still owed."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sellers.tax.domain.paying import (
    MoreThanOwed,
    PaidBefore,
    owed_vnd,
    pay_tax,
    take_back_payment,
)
from sellers.tax.enums import Tax
from sellers.tax.models import TaxPayment, WithheldTax
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.money.forms import VndField
from shop.backoffice.paging import paged
from shop.backoffice.payouts.reach import require_nationwide
from shop.backoffice.taking_back import take_back_from
from shop.ledger.months import MonthClosed
from shop.money.formatting import vnd
from shop.money.forms import day_field


class TaxPaymentForm(forms.Form):
    """One payment to the state."""

    tax = forms.ChoiceField(label=gettext_lazy("Thuế"), choices=Tax.choices)
    amount_vnd = VndField(label=gettext_lazy("Số tiền đã nộp (₫)"))
    paid_on = day_field(gettext_lazy("Ngày nộp"))
    document_number = forms.CharField(
        label=gettext_lazy("Số chứng từ nộp thuế"),
        max_length=60,
        error_messages={"required": gettext_lazy("Hãy ghi số giấy nộp tiền vào ngân sách.")},
    )

    def clean_amount_vnd(self) -> int:
        if not self.cleaned_data["amount_vnd"]:
            raise forms.ValidationError(_("Ghi số tiền lớn hơn 0."))
        return int(self.cleaned_data["amount_vnd"])

    def clean_paid_on(self) -> Any:
        if self.cleaned_data["paid_on"] > timezone.localdate():
            raise forms.ValidationError(_("Ngày này chưa tới."))
        return self.cleaned_data["paid_on"]


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """Withheld, paid and owed per tax; a form; the payments."""
    require_nationwide(request)
    form = TaxPaymentForm(request.POST or None, initial={"paid_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid() and _pay(request, form):
        return redirect("backoffice:tax_payments")
    context = {
        "tab": "payments",
        "form": form,
        "standings": [_standing(tax) for tax in Tax],
        "pager": paged(request, TaxPayment.objects.select_related("recorded_by", "reversed_by")),
    }
    return render_office(request, "backoffice/tax/payments.html", context, status=422 if form.errors else 200)


@require_POST
@office(Role.FINANCE)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Book the opposite of a payment recorded wrongly."""
    require_nationwide(request)
    mine = get_object_or_404(TaxPayment, pk=pk)
    take_back_from(request, partial(take_back_payment, payment=mine))
    return redirect("backoffice:tax_payments")


def _pay(request: HttpRequest, form: TaxPaymentForm) -> bool:
    data = form.cleaned_data
    try:
        pay_tax(**{**data, "tax": Tax(data["tax"])}, by=request.user, at=timezone.now())
    except MoreThanOwed as problem:
        form.add_error("amount_vnd", _("Sổ chỉ còn phải nộp %(owed)s.") % {"owed": vnd(problem.owed_vnd)})
    except PaidBefore:
        form.add_error("document_number", _("Chứng từ này đã ghi rồi."))
    except MonthClosed:
        form.add_error("paid_on", _("Tháng này đã khóa sổ. Chọn ngày của tháng còn mở."))
    else:
        messages.success(request, _("Đã ghi khoản nộp thuế."))
        return True
    return False


def _standing(tax: Tax) -> tuple[str, int, int, int]:
    """Return (name, withheld, paid, still owed)."""
    withheld = WithheldTax.objects.filter(tax=tax).aggregate(total=Sum("amount_vnd", default=0))["total"]
    paid = TaxPayment.objects.filter(tax=tax, reversed_at=None).aggregate(total=Sum("amount_vnd", default=0))["total"]
    return str(tax.label), int(withheld), int(paid), owed_vnd(tax)
