"""The form of one commission rate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Category
from shop.backoffice.forms import SellerField
from shop.money.forms import day_field

MOST_PER_CENT = Decimal(50)


class CategoryChoice(forms.ModelChoiceField):
    """A kind of goods, indented as it stands in the tree."""

    def label_from_instance(self, obj: Any) -> str:
        return "\u00a0\u00a0" * (obj.depth - 1) + str(obj.name)


class PerCentForm(forms.Form):
    """A rate in per cent, typed "2,5" or "2.5"."""

    per_cent = forms.DecimalField(
        label=gettext_lazy("Phí sàn (%)"),
        min_value=0,
        max_value=MOST_PER_CENT,
        max_digits=4,
        decimal_places=2,
        localize=False,
        help_text=gettext_lazy("Ví dụ 2,5. Tính trên tiền hàng sau giảm giá."),
        error_messages={"required": gettext_lazy("Hãy ghi phí, ghi 0 khi không thu.")},
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and "," in data.get("per_cent", ""):
            data = data.copy()
            data["per_cent"] = data["per_cent"].replace(",", ".")
        super().__init__(data, **kwargs)
        self.fields["per_cent"].error_messages["invalid"] = _("Phí là số phần trăm, ví dụ 2,5.")

    @property
    def basis_points(self) -> int:
        return int(self.cleaned_data["per_cent"] * 100)


class RateForm(PerCentForm):
    """For one seller, one kind of goods, both, or (neither named) everybody."""

    seller = SellerField(
        required=False,
        label=gettext_lazy("Gian hàng"),
        help_text=gettext_lazy("Để trống: mọi gian hàng. Tên hoặc địa chỉ, ví dụ htx-toi-cat."),
    )
    category = CategoryChoice(
        label=gettext_lazy("Nhóm hàng"),
        queryset=Category.objects.order_by("path"),
        required=False,
        empty_label=gettext_lazy("Mọi nhóm hàng"),
    )
    valid_from = day_field(gettext_lazy("Áp dụng từ ngày"))
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        max_length=200,
        help_text=gettext_lazy("Quyết định hoặc hợp đồng, ví dụ QĐ 12/2026."),
        error_messages={"required": gettext_lazy("Hãy ghi quyết định hoặc hợp đồng.")},
    )
