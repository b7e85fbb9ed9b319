"""Amounts people type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.fulfilment.cash.models import BorneBy


class AmountField(forms.CharField):
    """Whole đồng as people write them: 1.250.000, 1 250 000đ or 1250000. Gives an int."""

    default_error_messages = {
        "required": _("Ghi số tiền, chưa có đồng nào thì ghi 0."),
        "invalid": _("Số tiền chỉ gồm chữ số, ví dụ 1.250.000."),
    }

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        digits = text.lower().replace("đ", "").replace(".", "").replace(",", "").replace(" ", "")
        if not digits.isascii() or not digits.isdigit() or len(digits) > 12:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(digits)


class CountForm(forms.Form):
    """What lies in the drawer, and why it is not what the ledger says."""

    counted = AmountField(label=_("Tiền đếm được"))
    reason = forms.CharField(label=_("Lý do lệch"), max_length=200, required=False)
    nonce = forms.CharField(max_length=64)


class RemitForm(forms.Form):
    """How much is handed over; whom to is for points only: empty means the treasury itself."""

    amount = AmountField(label=_("Số tiền giao"))
    driver = forms.IntegerField(required=False, min_value=1)
    note = forms.CharField(label=_("Ghi chú"), max_length=200, required=False)
    nonce = forms.CharField(max_length=64)


class ReceiveForm(forms.Form):
    """What came."""

    received = AmountField(label=_("Tiền thực nhận"))


class DisputeForm(forms.Form):
    """Whose a difference is."""

    borne_by = forms.ChoiceField(
        label=_("Ai chịu"), choices=BorneBy.choices, error_messages={"required": _("Chọn ai chịu phần lệch.")}
    )
    note = forms.CharField(
        label=_("Kết quả đối chiếu"), max_length=200, error_messages={"required": _("Ghi kết quả đối chiếu.")}
    )


class VarianceForm(forms.Form):
    """What became of a shortage or surplus."""

    outcome = forms.ChoiceField(label=_("Xử lý"), choices=[("repaid", _("Đã bù vào quỹ")), ("market", _("Chợ chịu"))])
    reason = forms.CharField(label=_("Lý do"), max_length=200, error_messages={"required": _("Ghi lý do.")})


class LimitForm(forms.Form):
    """A holder's own limit; empty goes back to the market's."""

    point = forms.IntegerField(required=False, min_value=1)
    driver = forms.IntegerField(required=False, min_value=1)
    limit = AmountField(label=_("Mức giữ nhiều nhất"), required=False)
