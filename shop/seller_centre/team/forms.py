"""Inviting somebody: a phone, or an e-mail where there is no phone at hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sellers.team.models import STAFF_ROLES
from shop.accounts.phones import parse_mobile


class InviteForm(forms.Form):
    """Cleaned: role, and either phone (E.164) or email."""

    to = forms.CharField(
        label=gettext_lazy("Điện thoại hoặc thư điện tử"),
        max_length=254,
        help_text=gettext_lazy("Người được mời đăng nhập bằng số này, hoặc mở đường dẫn trong thư."),
        error_messages={"required": gettext_lazy("Hãy ghi số điện thoại hoặc thư điện tử.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Vai trò"),
        choices=[(value, capfirst(label)) for value, label in reversed(STAFF_ROLES)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn vai trò.")},
    )

    def clean_to(self) -> dict[str, str]:
        text: str = self.cleaned_data["to"].strip()
        if "@" not in text:
            return {"phone": parse_mobile(text)}
        try:
            validate_email(text)
        except ValidationError:
            raise ValidationError(_("Thư điện tử chưa đúng, ví dụ ten@vidu.vn.")) from None
        return {"email": text.lower()}

    def wish(self) -> dict[str, Any]:
        """Return what `invite` takes."""
        return {"role": self.cleaned_data["role"], **self.cleaned_data["to"]}
