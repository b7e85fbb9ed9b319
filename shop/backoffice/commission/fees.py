"""Run and point fees: those in force and to come, those that ended, and a new one. For those of the whole market."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sellers.commission.domain.fees import end_fee, set_fee
from sellers.commission.domain.plans import InThePast, Taken
from sellers.commission.enums import FeeKind
from sellers.commission.models import FeeRate
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.forms import SellerField
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.payouts.reach import require_nationwide
from shop.money.forms import VndField, day_field

MOST_VND = 1_000_000


class FeeForm(forms.Form):
    """A fee per part, for one seller or everybody."""

    kind = forms.ChoiceField(label=gettext_lazy("Phí"), choices=FeeKind.choices)
    seller = SellerField(required=False, help_text=gettext_lazy("Để trống: mọi gian hàng."))
    amount_vnd = VndField(label=gettext_lazy("Mỗi đơn (₫)"), help_text=gettext_lazy("Ví dụ 2.000."))
    valid_from = day_field(gettext_lazy("Áp dụng từ ngày"))
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=200,
        error_messages={"required": gettext_lazy("Hãy ghi quyết định hoặc hợp đồng.")},
    )

    def clean_amount_vnd(self) -> int:
        if self.cleaned_data["amount_vnd"] > MOST_VND:
            raise forms.ValidationError(_("Nhiều nhất 1.000.000 ₫ mỗi đơn."))
        return int(self.cleaned_data["amount_vnd"])


@require_http_methods(["GET", "HEAD", "POST"])
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """List fees and set one."""
    require_nationwide(request)
    today = timezone.localdate()
    form = FeeForm(request.POST or None, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid() and _set(request, form):
        messages.success(request, _("Đã đặt phí. Đơn đã đặt giữ phí cũ."))
        return redirect("backoffice:seller_fees")
    standing = Q(valid_to=None) | Q(valid_to__gte=today)
    rows = FeeRate.objects.select_related("seller")
    context = {
        "tab": "fees",
        "form": form,
        "fees": [(fee, fee.valid_from <= today) for fee in rows.filter(standing)],
        "pager": paged(request, rows.exclude(standing).order_by("-valid_to", "-pk")),
        "today": today,
    }
    return render_office(request, "backoffice/commission/fees.html", context, status=422 if form.errors else 200)


@require_POST
@office(Role.FINANCE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a fee end today, or remove one that has not begun."""
    require_nationwide(request)
    fee = get_object_or_404(FeeRate, pk=pk)
    try:
        end_fee(fee=fee, by=request.user, at=timezone.now(), today=timezone.localdate())
        messages.success(request, _("Đã ngừng phí này từ ngày mai."))
    except InThePast:
        messages.error(request, _("Phí này đã ngừng rồi."))
    return redirect("backoffice:seller_fees")


def _set(request: HttpRequest, form: FeeForm) -> bool:
    data = form.cleaned_data
    try:
        set_fee(
            **{**data, "kind": FeeKind(data["kind"])}, by=request.user, at=timezone.now(), today=timezone.localdate()
        )
    except InThePast:
        form.add_error("valid_from", _("Phí mới áp dụng sớm nhất từ hôm nay: đơn cũ đã chốt theo phí cũ."))
    except Taken:
        form.add_error("valid_from", _("Đã có phí bắt đầu vào hoặc sau ngày này. Ngừng phí đó trước."))
    else:
        return True
    return False
