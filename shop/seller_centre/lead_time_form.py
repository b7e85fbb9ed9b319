"""The days a seller needs before goods can leave: one number for all, others for single goods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from sellers.models import Partner
from shop.shipping.models import LeadTime
from shop.shipping.models.rates import MAX_LEAD_DAYS


def _days(label: Any, *, required: bool) -> forms.IntegerField:
    too_many = _("Ghi số ngày từ 0 đến 60.")
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MAX_LEAD_DAYS,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid", "required"), too_many),
    )


class LeadTimeForm(forms.Form):
    """`days` for everything, `day-<product>` for a good that differs (empty: like the rest), and one more good."""

    use_required_attribute = False

    def __init__(self, *args: Any, seller: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {row.product_id: row for row in LeadTime.objects.filter(seller=seller).select_related("product")}
        goods = Product.objects.filter(stockrecords__partner=seller).order_by("title").distinct()
        self.fields["days"] = _days(_("Số ngày chuẩn bị của mọi món"), required=True)
        self.fields["days"].help_text = _("0: gửi được ngay chuyến gần nhất. Hàng nhiều ngày hơn tự đi chuyến sau.")
        self.initial.setdefault("days", rows[None].days if None in rows else 0)
        self.own = {pk: row.product for pk, row in rows.items() if pk is not None and row.product is not None}
        for pk, product in self.own.items():
            self.fields[f"day-{pk}"] = _days(product.title, required=False)
            self.initial.setdefault(f"day-{pk}", rows[pk].days)
        self.fields["product"] = forms.ModelChoiceField(
            label=_("Thêm món có số ngày riêng"),
            queryset=goods.exclude(pk__in=self.own),
            required=False,
            empty_label=_("Chọn món"),
        )
        self.fields["product_days"] = _days(_("Số ngày của món này"), required=False)

    @property
    def of_goods(self) -> list[forms.BoundField]:
        return [self[f"day-{pk}"] for pk in self.own]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("product") and data.get("product_days") is None and "product_days" not in self.errors:
            self.add_error("product_days", _("Ghi số ngày chuẩn bị của món vừa chọn."))
        return data

    @property
    def by_product(self) -> dict[int, int]:
        """Product id -> days, of a valid form."""
        days = {pk: self.cleaned_data.get(f"day-{pk}") for pk in self.own}
        if self.cleaned_data.get("product"):
            days[self.cleaned_data["product"].pk] = self.cleaned_data["product_days"]
        return {pk: number for pk, number in days.items() if number is not None}
