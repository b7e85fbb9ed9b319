"""Forms of the office's vouchers and sponsors."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogue.models import Category
from shop.backoffice.commission.forms import CategoryChoice, PerCentForm
from shop.backoffice.forms import SellerField
from shop.money.forms import VndField, day_field
from shop.payment.partner_fees.models import MOST_BASIS_POINTS, ChargeWay
from shop.regions.models import Province
from shop.vouchers.domain.making import Terms
from shop.vouchers.enums import Scope
from shop.vouchers.forms import VoucherForm
from shop.vouchers.models import Sponsor


def _share(label: Any) -> forms.IntegerField:
    wrong = _("Ghi số phần trăm từ 0 đến 100.")
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=100,
        initial=0,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class OfficeVoucherForm(VoucherForm):
    """For which goods, and who bears it; three shares that sum to 100."""

    scope = forms.ChoiceField(label=_("Dùng cho"), choices=Scope.choices, initial=Scope.MARKET)
    seller = SellerField(required=False, help_text=_("Khi dùng cho một gian hàng: tên hoặc địa chỉ gian hàng."))
    category = CategoryChoice(
        label=_("Nhóm hàng"),
        queryset=Category.objects.order_by("path"),
        required=False,
        empty_label="—",
        help_text=_("Khi dùng cho một nhóm hàng."),
    )
    province = forms.ModelChoiceField(
        label=_("Tỉnh"),
        queryset=Province.objects.filter(valid_to=None),
        required=False,
        empty_label="—",
        help_text=_("Khi dùng cho hàng của một tỉnh."),
    )
    platform_per_cent = _share(_("Chợ chịu (%)"))
    seller_per_cent = _share(_("Nhà bán chịu (%)"))
    sponsor_per_cent = _share(_("Nhà tài trợ chịu (%)"))
    sponsor = forms.ModelChoiceField(
        label=_("Nhà tài trợ"), queryset=Sponsor.objects.all(), required=False, empty_label="—"
    )
    notice_number = forms.CharField(
        label=_("Số thông báo khuyến mại"),
        max_length=60,
        required=False,
        help_text=_("Nếu chương trình phải thông báo với cơ quan quản lý."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("platform_per_cent", 100)

    @property
    def terms(self) -> Terms:
        data = self.answers
        for name in ("platform_per_cent", "seller_per_cent", "sponsor_per_cent"):
            data[name] = data[name] or 0
        return Terms(**{**data, "scope": Scope(data["scope"])})


class SponsorForm(forms.Form):
    """Who pays, by which decision."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Tên chương trình, đơn vị"), max_length=120, error_messages={"required": _("Hãy ghi tên.")}
    )
    contact = forms.CharField(label=_("Người, số để liên hệ"), max_length=160, required=False)
    basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=200,
        help_text=_("Quyết định, kế hoạch hoặc hợp đồng tài trợ."),
        error_messages={"required": _("Hãy ghi quyết định hoặc hợp đồng.")},
    )


class TransferForm(forms.Form):
    """A bank transfer that was done."""

    use_required_attribute = False

    amount_vnd = VndField(label=_("Số tiền (₫)"))
    paid_on = day_field(_("Ngày chuyển"))
    bank_number = forms.CharField(
        label=_("Mã giao dịch ngân hàng"),
        max_length=60,
        error_messages={"required": _("Hãy ghi mã giao dịch, để đối chiếu với sao kê.")},
    )


class SponsorPaymentForm(TransferForm):
    """Money that came from a sponsor."""

    paid_on = day_field(_("Ngày tiền về"))


class PartnerChargeForm(forms.Form):
    """A commission that a statement of the partner names."""

    use_required_attribute = False

    amount_vnd = VndField(label=_("Hoa hồng (₫)"))
    charged_on = day_field(_("Ngày trên bảng kê"))
    statement_number = forms.CharField(
        label=_("Số bảng kê, hóa đơn"),
        max_length=60,
        error_messages={"required": _("Hãy ghi số bảng kê, để không ghi hai lần.")},
    )
    way = forms.ChoiceField(label=_("Đối tác nhận thế nào"), choices=ChargeWay.choices)
    note = forms.CharField(
        label=_("Ghi chú"), max_length=200, required=False, help_text=_("Bắt buộc khi nhiều hơn mức đã thỏa thuận.")
    )

    def clean_amount_vnd(self) -> int:
        return _some(self.cleaned_data["amount_vnd"])

    def clean_charged_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["charged_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày này chưa tới."))
        return day


class PartnerRateForm(PerCentForm):
    """What the partner takes by its contract, from a day on."""

    use_required_attribute = False

    per_part_vnd = VndField(label=_("Cộng thêm mỗi đơn của nhà bán (₫)"), required=False)
    counts_cash = forms.BooleanField(label=_("Tính cả đơn trả tiền mặt"), required=False, initial=True)
    valid_from = day_field(_("Áp dụng từ ngày"))
    basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=200,
        help_text=_("Hợp đồng, phụ lục với đối tác."),
        error_messages={"required": _("Hãy ghi hợp đồng.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["per_cent"]
        field.label, field.help_text = _("Hoa hồng (% số tiền khách trả)"), _("Ví dụ 0,5. Ghi 0 khi không còn thu.")
        field.validators.append(MaxValueValidator(MOST_BASIS_POINTS // 100))

    def clean_per_part_vnd(self) -> int:
        return self.cleaned_data["per_part_vnd"] or 0


def _some(amount_vnd: int) -> int:
    if not amount_vnd:
        raise forms.ValidationError(_("Ghi số tiền lớn hơn 0."))
    return amount_vnd
