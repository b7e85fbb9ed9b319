"""What a seller or the office fills in to issue a voucher."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.money.forms import VndField, day_field
from shop.vouchers.domain.making import Terms
from shop.vouchers.enums import Kind
from shop.vouchers.models import MOST_PER_CENT, Voucher


def count_field(label: Any, *, most: int, required: bool = False, **kwargs: Any) -> forms.IntegerField:
    """Return a field for a small whole number."""
    wrong = _("Ghi một số từ 1 đến %(most)s.") % {"most": most}
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        **kwargs,
    )


class BoundsForm(forms.Form):
    """What may change later: the last day, how many uses, how much money."""

    use_required_attribute = False

    ends_on = day_field(_("Dùng tới hết ngày"))
    most_uses = count_field(_("Tổng số lượt"), most=10_000_000, help_text=_("Để trống: không giới hạn."))
    budget_vnd = VndField(
        label=_("Ngân sách (₫)"), required=False, help_text=_("Hết số này thì mã tự ngừng. Để trống: không giới hạn.")
    )

    @classmethod
    def of(cls, voucher: Voucher, data: Any = None) -> BoundsForm:
        """Return the form of a voucher as it stands."""
        budget = int(voucher.budget_vnd) if voucher.budget_vnd is not None else None
        return cls(data, initial={"ends_on": voucher.ends_on, "most_uses": voucher.most_uses, "budget_vnd": budget})


class VoucherForm(BoundsForm):
    """A voucher for a seller's own goods; the office's form adds for which goods and who bears it."""

    code = forms.CharField(
        label=_("Mã"),
        max_length=40,
        help_text=_("4 đến 20 chữ cái không dấu hoặc chữ số, ví dụ NHONGON20. Khách gõ chữ thường cũng được."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Hãy ghi mã.")},
    )
    title = forms.CharField(
        label=_("Tên để khách đọc"),
        max_length=120,
        help_text=_("Ví dụ: Giảm 20.000 cho đơn nho từ 200.000."),
        error_messages={"required": _("Hãy ghi tên.")},
    )
    kind = forms.ChoiceField(label=_("Giảm theo"), choices=Kind.choices, initial=Kind.AMOUNT, widget=forms.RadioSelect)
    amount_vnd = VndField(label=_("Số tiền giảm (₫)"), required=False, help_text=_("Khi giảm theo số tiền."))
    per_cent = count_field(_("Giảm (%)"), most=MOST_PER_CENT, help_text=_("Khi giảm theo phần trăm."))
    cap_vnd = VndField(label=_("Giảm nhiều nhất (₫)"), required=False, help_text=_("Khi giảm theo phần trăm."))
    minimum_vnd = VndField(
        label=_("Mua từ (₫)"), required=False, help_text=_("Tiền hàng dùng được mã, chưa tính phí giao.")
    )
    starts_on = day_field(_("Dùng từ ngày"))
    uses_per_buyer = count_field(_("Mỗi người dùng nhiều nhất (lượt)"), most=100, required=True, initial=1)

    @property
    def answers(self) -> dict[str, Any]:
        """Return what a valid form says, as the fields of Terms; what belongs to the other kind is left out."""
        data = dict(self.cleaned_data)
        is_amount = data["kind"] == Kind.AMOUNT
        data["kind"] = Kind(data["kind"])
        data["amount_vnd"] = (data["amount_vnd"] or 0) if is_amount else 0
        data["per_cent"] = 0 if is_amount else data["per_cent"] or 0
        data["cap_vnd"] = 0 if is_amount else data["cap_vnd"] or 0
        data["minimum_vnd"] = data["minimum_vnd"] or 0
        return data

    @property
    def terms(self) -> Terms:
        return Terms(**self.answers)
