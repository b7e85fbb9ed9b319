"""What people type about a basket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.basket.domain.lines import MAX_QUANTITY


class QuantityForm(forms.Form):
    """How many of one good."""

    so_luong = forms.IntegerField(
        label=_("Số lượng"),
        min_value=1,
        max_value=MAX_QUANTITY,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3}),
        error_messages={
            "required": _("Hãy ghi số lượng, từ 1 trở lên."),
            "invalid": _("Số lượng là một số, ví dụ 2."),
            "min_value": _("Số lượng từ 1 trở lên."),
            "max_value": _("Mỗi lần mua nhiều nhất 999. Cần hơn, hãy gọi cho người bán."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
