"""Forms of the office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.models import Partner
from shop.accounts.enums import Role
from shop.accounts.fields import PhoneField
from shop.regions.models import Province
from shop.shipping.models import PickUpPoint


class SellerField(forms.CharField):
    """A seller by the address of its shop, or by its whole name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Gian hàng"))
        kwargs.setdefault("help_text", gettext_lazy("Tên hoặc địa chỉ gian hàng, ví dụ htx-toi-cat."))
        kwargs.setdefault("error_messages", {"required": gettext_lazy("Hãy ghi gian hàng.")})
        super().__init__(max_length=128, **kwargs)

    def clean(self, value: Any) -> Partner | None:
        text = super().clean(value).strip()
        if not text:
            return None
        found = Partner.objects.filter(slug=text.strip("/").rsplit("/", 1)[-1]).first()
        named = list(Partner.objects.filter(name__iexact=text)[:2]) if found is None else [found]
        if len(named) != 1:
            raise forms.ValidationError(_("Không thấy gian hàng này. Hãy ghi địa chỉ trong đường dẫn của gian hàng."))
        return named[0]


class GrantForm(forms.Form):
    """A role for the account of a phone."""

    phone = PhoneField(help_text=gettext_lazy("Số chưa có tài khoản sẽ được mở khi người đó đăng nhập bằng mã."))
    role = forms.ChoiceField(label=gettext_lazy("Việc được giao"), choices=[("", "—"), *Role.choices])
    province = forms.ModelChoiceField(
        label=gettext_lazy("Tỉnh"),
        queryset=Province.objects.filter(valid_to=None),
        required=False,
        empty_label=gettext_lazy("Cả nước"),
        help_text=gettext_lazy("Cho người xét duyệt, kế toán, thành viên Ban Chỉ đạo."),
    )
    commune_code = forms.CharField(
        label=gettext_lazy("Mã xã"),
        required=False,
        max_length=5,
        help_text=gettext_lazy("Chỉ cho Ban Chỉ đạo của riêng một xã; để trống nếu cả tỉnh."),
    )
    seller = SellerField(required=False)
    point = forms.ModelChoiceField(
        label=gettext_lazy("Điểm nhận hàng"),
        queryset=PickUpPoint.objects.all(),
        required=False,
        empty_label="—",
        help_text=gettext_lazy("Cho người trực điểm."),
    )


class HomeRateForm(forms.Form):
    """The charge of one seller for one province."""

    seller = SellerField()
    province = forms.ModelChoiceField(
        label=gettext_lazy("Tỉnh giao tới"),
        queryset=Province.objects.filter(valid_to=None),
        required=False,
        empty_label=gettext_lazy("Mọi tỉnh"),
    )
    amount_vnd = forms.IntegerField(
        label=gettext_lazy("Phí mỗi đơn (₫)"),
        min_value=0,
        max_value=5_000_000,
        error_messages={
            "required": gettext_lazy("Hãy ghi phí, ghi 0 khi giao miễn phí."),
            "invalid": gettext_lazy("Phí là số tiền chẵn, ví dụ 30000."),
        },
    )
    days = forms.IntegerField(label=gettext_lazy("Số ngày giao"), min_value=1, max_value=30, initial=3)
