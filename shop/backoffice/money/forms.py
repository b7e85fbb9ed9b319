"""Forms of money that providers pass on."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.order.enums import PaymentMethod
from shop.payment.providers import PROVIDERS
from shop.payment.providers.base import is_prepaid

LARGEST_VND = 10**12


class VndField(forms.CharField):
    """Whole VND as people write it: "1.206.000", "1206000 đ"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        kwargs.setdefault("error_messages", {"required": gettext_lazy("Hãy ghi số tiền.")})
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = re.sub(r"[\s.,₫đ]|vnd", "", super().clean(value).lower())
        if not text:
            return None
        if not text.isdigit() or int(text) > LARGEST_VND:
            raise forms.ValidationError(_("Số tiền là số đồng chẵn, ví dụ 1.206.000."))
        return int(text)


def prepaid_ways() -> list[tuple[str, str]]:
    """Return the ways of paying in advance, whose money a provider holds first."""
    return [(way.code, str(PaymentMethod(way.code).label)) for way in PROVIDERS.values() if is_prepaid(way)]


class ProviderPayoutForm(forms.Form):
    """What a provider passed on: net of fee, to the bank."""

    provider = forms.ChoiceField(label=gettext_lazy("Nhà cung cấp"), choices=prepaid_ways)
    paid_on = forms.DateField(
        label=gettext_lazy("Ngày tiền về ngân hàng"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={"required": gettext_lazy("Hãy chọn ngày."), "invalid": gettext_lazy("Ngày chưa đúng.")},
    )
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
