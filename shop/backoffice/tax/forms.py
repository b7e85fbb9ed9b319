"""Forms of tax: the switch, a rate, the kind of a category, a seller's residence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Category
from sellers.tax.enums import KINDS_WITH_RATES, Tax
from shop.backoffice.commission.forms import CategoryChoice
from shop.backoffice.forms import SellerField
from shop.money.forms import day_field

KINDS = [(kind.value, kind.label) for kind in KINDS_WITH_RATES]
YES_NO = [("1", _("Cư trú")), ("0", _("Không cư trú"))]


class SwitchForm(forms.Form):
    """Withholding on or off from a day on."""

    is_on = forms.ChoiceField(label=_("Khấu trừ thuế"), choices=[("1", _("Bật")), ("0", _("Tắt"))])
    starts_on = day_field(_("Từ ngày"))
    reason = forms.CharField(
        label=_("Căn cứ"), max_length=300, error_messages={"required": _("Hãy ghi văn bản hoặc quyết định làm căn cứ.")}
    )


class TaxRateForm(forms.Form):
    """One rate from a day on."""

    tax = forms.ChoiceField(label=_("Thuế"), choices=Tax.choices)
    sale_kind = forms.ChoiceField(label=_("Loại giao dịch"), choices=KINDS)
    is_resident = forms.ChoiceField(label=_("Người bán"), choices=YES_NO)
    per_cent = forms.DecimalField(
        label=_("Mức (%)"),
        min_value=0,
        max_value=20,
        max_digits=4,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": _("Hãy ghi mức, ví dụ 1 hoặc 0,5."),
            "invalid": _("Mức là số phần trăm, ví dụ 0,5."),
        },
    )
    valid_from = day_field(_("Từ ngày"))
    legal_basis = forms.CharField(
        label=_("Căn cứ"), max_length=200, error_messages={"required": _("Hãy ghi điều, khoản của văn bản.")}
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and "," in data.get("per_cent", ""):
            data = data.copy()
            data["per_cent"] = data["per_cent"].replace(",", ".")
        super().__init__(data, **kwargs)


class KindForm(forms.Form):
    """Which kind of sale a category is."""

    category = CategoryChoice(label=_("Nhóm hàng"), queryset=Category.objects.order_by("path"))
    sale_kind = forms.ChoiceField(label=_("Là"), choices=KINDS)


class ResidentForm(forms.Form):
    """Whether a seller is resident."""

    seller = SellerField()
    is_resident = forms.ChoiceField(label=_("Người bán"), choices=YES_NO)
