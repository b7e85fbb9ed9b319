"""Forms of money that providers pass on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.money.forms import VndField, day_field
from shop.order.enums import PaymentMethod
from shop.payment.providers import PROVIDERS
from shop.payment.providers.base import is_prepaid


def prepaid_ways() -> list[tuple[str, str]]:
    """Return the ways of paying in advance, whose money a provider holds first."""
    return [(way.code, str(PaymentMethod(way.code).label)) for way in PROVIDERS.values() if is_prepaid(way)]


class ProviderPayoutForm(forms.Form):
    """What a provider passed on: net of fee, to the bank."""

    provider = forms.ChoiceField(label=gettext_lazy("Nhà cung cấp"), choices=prepaid_ways)
    paid_on = day_field(gettext_lazy("Ngày tiền về ngân hàng"))
    net_vnd = VndField(label=gettext_lazy("Tiền thực về (₫)"))
    fee_vnd = VndField(
        label=gettext_lazy("Phí nhà cung cấp đã trừ (₫)"),
        required=False,
        help_text=gettext_lazy("Để trống khi không trừ phí."),
    )
    reference = forms.CharField(
        label=gettext_lazy("Mã đợt hoặc mã giao dịch ngân hàng"),
        max_length=80,
        error_messages={"required": gettext_lazy("Hãy ghi mã, để không ghi hai lần.")},
    )

    def clean_paid_on(self) -> Any:
        if self.cleaned_data["paid_on"] > timezone.localdate():
            raise forms.ValidationError(_("Ngày này chưa tới."))
        return self.cleaned_data["paid_on"]

    def clean_fee_vnd(self) -> int:
        return self.cleaned_data["fee_vnd"] or 0

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("net_vnd") == 0 and not data.get("fee_vnd"):
            self.add_error("net_vnd", _("Ghi số tiền lớn hơn 0."))
        return data
