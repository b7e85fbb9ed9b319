"""What an operator types while ordering for somebody."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.accounts.phones import parse_mobile
from shop.assisted.models import Way


class StartForm(forms.Form):
    """Who the order is for, and at which of the operator's points."""

    point = forms.ModelChoiceField(
        label=_("Điểm nhận"), queryset=None, empty_label=None, error_messages={"required": _("Chọn điểm nhận.")}
    )
    name = forms.CharField(
        label=_("Họ tên bà con"),
        max_length=120,
        error_messages={"required": _("Hãy ghi họ tên để gọi đúng người khi nhận hàng.")},
    )
    phone = forms.CharField(
        label=_("Số điện thoại của bà con"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": _("Hãy ghi số điện thoại, ví dụ 0912 345 678.")},
    )

    def __init__(self, *args: object, points: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["point"].queryset = points  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        return parse_mobile(self.cleaned_data["phone"])


class LineForm(forms.Form):
    """A good and how many of it."""

    good = forms.IntegerField(min_value=1, max_value=2**31)
    quantity = forms.IntegerField(
        min_value=0, max_value=999, error_messages={"required": _("Ghi số lượng."), "invalid": _("Ghi số lượng.")}
    )


class AskForm(forms.Form):
    """How the code is to reach the buyer."""

    way = forms.ChoiceField(choices=Way.choices, error_messages={"required": _("Chọn nhắn tin hoặc gọi điện.")})


class CodeForm(forms.Form):
    """The six digits the buyer reads out."""

    code = forms.CharField(max_length=12, error_messages={"required": _("Gõ mã 6 số bà con đọc.")})
