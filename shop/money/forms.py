"""Amounts and days as people write them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LARGEST_VND = 10**12
INPUT_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


class VndField(forms.CharField):
    """Whole VND as people write it: "1.206.000", "1206000 đ"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        kwargs.setdefault("error_messages", {"required": gettext_lazy("Hãy ghi số tiền.")})
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = re.sub(r"[\s.,₫đ]|vnd", "", super().clean(value).lower())
        if not text:
            return None
        if not text.isdigit() or int(text) > LARGEST_VND:
            raise forms.ValidationError(_("Số tiền là số đồng chẵn, ví dụ 1.206.000."))
        return int(text)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a day, as a date picker or typed "31/12/2026"."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=INPUT_DAYS,
        error_messages={"required": gettext_lazy("Hãy chọn ngày."), "invalid": gettext_lazy("Ngày chưa đúng.")},
        **kwargs,
    )
