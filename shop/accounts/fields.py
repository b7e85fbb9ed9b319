"""Form fields for people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.accounts.phones import parse_mobile


class PhoneField(forms.CharField):
    """A Vietnamese mobile number; cleans to E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Số điện thoại"))
        kwargs.setdefault("max_length", 24)
        kwargs.setdefault("error_messages", {"required": _("Hãy ghi số điện thoại, ví dụ 0912 345 678.")})
        attributes = {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attributes))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return parse_mobile(text) if text else ""
