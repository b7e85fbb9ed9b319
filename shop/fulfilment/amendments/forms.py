"""What somebody on the road writes about broken goods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.order.models import Line, SellerOrder


class CodeForm(forms.Form):
    """Which parcel it is."""

    ma = forms.CharField(
        label=gettext_lazy("Mã kiện có hàng hỏng"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Gõ mã kiện in trên tem.")},
    )


class PerLineForm(forms.Form):
    """A number of units for each good of a part. named: what the number says; takes title, n and unit."""

    named: str | Promise

    def __init__(self, *args: Any, part: SellerOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: list[Line] = [line for line in part.lines.all() if line.quantity]
        for line in self.lines:
            self.fields[f"units_{line.pk}"] = forms.IntegerField(
                label=str(self.named) % {"title": line.title, "n": line.quantity, "unit": line.unit},
                min_value=0,
                max_value=line.quantity,
                initial=line.quantity,
                error_messages={
                    "required": _("Ghi số, không còn gì thì ghi 0."),
                    "invalid": _("Ghi bằng số."),
                    "min_value": _("Ít nhất là 0."),
                    "max_value": _("Nhiều nhất là số khách đặt."),
                },
            )

    def line_fields(self) -> list[forms.BoundField]:
        """Return the fields of the lines, in their order."""
        return [self[f"units_{line.pk}"] for line in self.lines]

    def left(self) -> dict[int, int]:
        """Return line id -> units."""
        return {line.pk: self.cleaned_data[f"units_{line.pk}"] for line in self.lines}


class DamageForm(PerLineForm):
    """How many of each good are whole, and what happened."""

    named = gettext_lazy("%(title)s: còn lành (khách đặt %(n)s %(unit)s)")
    reason = forms.CharField(
        label=gettext_lazy("Chuyện gì đã xảy ra"),
        max_length=200,
        help_text=gettext_lazy("Ví dụ: thùng ướt, 2 hũ vỡ. Nhà bán và khách đọc được."),
        error_messages={"required": gettext_lazy("Ghi chuyện gì đã xảy ra với hàng, ít nhất vài chữ.")},
    )
