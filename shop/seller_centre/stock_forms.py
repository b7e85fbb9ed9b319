"""Forms of stock and lots."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sellers.listings.content import LARGEST
from sellers.models import StockRecord
from sellers.movements.models import MovementKind as Kind
from sellers.movements.queries import stock_of
from shop.seller_centre.listing_form import Day, WholeNumber

# Reason -> whether units come (+1) or go (−1).
WAYS = {Kind.RESTOCK: 1, Kind.SOLD_OUTSIDE: -1, Kind.DAMAGED: -1}
REASONS = [
    (Kind.RESTOCK, _("Nhập thêm hàng (+)")),
    (Kind.SOLD_OUTSIDE, _("Bán ngoài chợ (−)")),
    (Kind.DAMAGED, _("Hỏng, hao hụt (−)")),
]


class AdjustForm(forms.Form):
    """Some units more or less, and why."""

    use_required_attribute = False

    units = WholeNumber(most=LARGEST["stock"], label=_("Số lượng"))
    reason = forms.ChoiceField(label=_("Lý do"), choices=REASONS)
    note = forms.CharField(label=_("Ghi chú"), max_length=120, required=False)

    def clean_units(self) -> int:
        if not self.cleaned_data.get("units"):
            raise forms.ValidationError(_("Ghi số lượng từ 1 trở lên."))
        return int(self.cleaned_data["units"])

    @property
    def change(self) -> int:
        """Units with their sign."""
        return self.cleaned_data["units"] * WAYS[Kind(self.cleaned_data["reason"])]


class MarkForm(forms.Form):
    """From how many units on the seller is warned."""

    mark = WholeNumber(most=LARGEST["stock"], label=_("Báo khi còn"))


class LotForm(forms.Form):
    """A new lot of one of the seller's goods."""

    use_required_attribute = False

    good = forms.ModelChoiceField(
        label=_("Sản phẩm"),
        queryset=StockRecord.objects.none(),
        empty_label=_("Chọn sản phẩm"),
        error_messages={"required": _("Chọn sản phẩm của lô.")},
    )
    code = forms.CharField(
        label=_("Mã lô"),
        max_length=40,
        help_text=_("Như in trên bao bì, ví dụ TD-2609-03."),
        error_messages={"required": _("Ghi mã lô như in trên bao bì.")},
    )
    produced_on = Day(label=_("Ngày sản xuất"))
    expires_on = Day(label=_("Hạn dùng"), help_text=_("Để trống nếu không có hạn."))
    quantity = WholeNumber(most=LARGEST["lot_quantity"], label=_("Số lượng"))

    def __init__(self, *args: Any, seller_id: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["good"].queryset = stock_of([seller_id])
        self.fields["good"].label_from_instance = lambda record: record.product.title

    def clean_produced_on(self) -> Any:
        if not self.cleaned_data.get("produced_on"):
            raise forms.ValidationError(_("Ghi ngày sản xuất, ví dụ 5/9/2026."))
        return self.cleaned_data["produced_on"]

    def clean_quantity(self) -> int:
        return self.cleaned_data.get("quantity") or 0


class RecallForm(forms.Form):
    """Why a lot is called back, and what buyers are to do."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Lý do thu hồi"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Ghi lý do: người mua và sàn đều đọc được.")},
    )
    advice = forms.CharField(
        label=_("Người mua cần làm gì"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        initial=_("Đừng dùng tiếp. Mang tới điểm nhận đã mua để được hoàn tiền."),
        error_messages={"required": _("Ghi việc người mua cần làm.")},
    )
