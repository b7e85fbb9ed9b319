"""What an operator types or scans."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.fulfilment.domain.recalled import REASON


def new_nonce() -> str:
    """Return the key of one act; the form carries it, so that sending the form twice is one act."""
    return uuid.uuid4().hex


class EnrolForm(forms.Form):
    """Which point this phone works for, under what name."""

    point = forms.IntegerField(min_value=1, error_messages={"required": _("Chọn điểm.")})
    label = forms.CharField(
        label=_("Tên máy"), max_length=60, error_messages={"required": _("Đặt tên máy, ví dụ “Máy chị Hoa”.")}
    )
    take_over = forms.BooleanField(required=False)


class FindForm(forms.Form):
    """Six digits, the text of a QR, a parcel code or a phone number."""

    text = forms.CharField(
        max_length=200, error_messages={"required": _("Gõ mã 6 số, mã kiện hoặc số điện thoại của khách.")}
    )


class ScanForm(forms.Form):
    """One parcel code."""

    code = forms.CharField(
        label=_("Mã kiện"), max_length=40, error_messages={"required": _("Quét tem hoặc gõ mã kiện in trên tem.")}
    )
    nonce = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ProofForm(forms.Form):
    """The buyer's code, or the operator's word that name and phone agree."""

    typed = forms.CharField(max_length=200, required=False)
    agrees = forms.BooleanField(required=False)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not data.get("typed") and not data.get("agrees"):
            raise forms.ValidationError(_("Gõ mã 6 số của khách, hoặc tích ô đã đối chiếu họ tên và 3 số cuối."))
        return data


REFUSALS = [
    (REASON, _("Hàng thuộc lô đang thu hồi")),
    ("Khách đổi ý", _("Khách đổi ý")),
    ("Hàng hỏng, dập vỡ", _("Hàng hỏng, dập vỡ")),
    ("Không đúng hàng đã đặt", _("Không đúng hàng đã đặt")),
    ("Khách chưa đủ tiền", _("Khách chưa đủ tiền")),
    ("Người đến nhận không đúng", _("Người đến nhận không đúng")),
]


# Why a buyer takes fewer of goods that are whole.
LEFT = [(value, label) for value, label in REFUSALS if value in {"Khách đổi ý", "Khách chưa đủ tiền"}]


class HandOverForm(forms.Form):
    """Every parcel the buyer takes ticked, the cash counted; a reason when something is not taken."""

    nonce = forms.CharField(max_length=64, widget=forms.HiddenInput)
    cash_vnd = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    parcels = forms.TypedMultipleChoiceField(
        coerce=int, required=False, error_messages={"required": _("Tích từng kiện khi đưa cho khách.")}
    )
    is_paid = forms.BooleanField(
        required=False, error_messages={"required": _("Tích ô khách đã mở xem và trả đủ tiền.")}
    )
    reason = forms.CharField(
        max_length=200, required=False, error_messages={"required": _("Chọn lý do khách không nhận.")}
    )

    def __init__(self, *args: object, parcel_ids: list[int], has_refused: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.parcel_ids = parcel_ids
        self.fields["parcels"].choices = [(pk, pk) for pk in parcel_ids]  # type: ignore[attr-defined]
        self.fields["parcels"].required = self.fields["is_paid"].required = bool(parcel_ids)
        self.fields["reason"].required = has_refused

    def clean_parcels(self) -> list[int]:
        ticked: list[int] = self.cleaned_data["parcels"]
        if set(ticked) != set(self.parcel_ids):
            raise forms.ValidationError(_("Đưa đủ mọi kiện rồi tích hết các ô."))
        return ticked
