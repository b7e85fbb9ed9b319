"""What comes before the first question: consent, and a phone where the rules ask for one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from shop.accounts.fields import PhoneField


class ConsentForm(forms.Form):
    """The yes before the first question, never ticked beforehand. qr: the poster somebody came by."""

    dong_y = forms.BooleanField(
        label=gettext_lazy("Tôi đồng ý trả lời"),
        error_messages={"required": gettext_lazy("Đánh dấu đồng ý thì mới bắt đầu được. Không đồng ý thì rời trang.")},
    )
    qr = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


class PhoneConsentForm(ConsentForm):
    """The yes, with the phone that gets a code."""

    phone = PhoneField(label=gettext_lazy("Số điện thoại"))


class CodeForm(PhoneConsentForm):
    """The code that was sent."""

    code = forms.CharField(
        label=gettext_lazy("Mã 6 số vừa nhắn tới máy bạn"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"class": "otp", "inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 6}
        ),
        error_messages={"required": gettext_lazy("Hãy ghi mã 6 số trong tin nhắn.")},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["dong_y"].widget = forms.HiddenInput()
        self.fields["phone"].widget = forms.HiddenInput()

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())
