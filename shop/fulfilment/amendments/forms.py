"""What somebody on the road or at the counter writes about broken goods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.images.checks import CleanImage, ImageRefused, clean_image
from shop.fulfilment.amendments.domain.picturing import MOST_PICTURES
from shop.order.models import Line, SellerOrder


class CodeForm(forms.Form):
    """Which parcel it is."""

    ma = forms.CharField(
        label=gettext_lazy("Mã kiện có hàng hỏng"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Gõ mã kiện in trên tem.")},
    )


class PicturesInput(forms.FileInput):
    """Opens the camera of a phone; a computer chooses files."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Some pictures or none, cleaned of everything but their pixels."""

    widget = PicturesInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"})

    def clean(self, data: Any, initial: Any = None) -> tuple[CleanImage, ...]:
        if len(data or ()) > MOST_PICTURES:
            raise forms.ValidationError(_("Gửi nhiều nhất %(most)s ảnh.") % {"most": MOST_PICTURES})
        try:
            return tuple(clean_image(file) for file in data or ())
        except ImageRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class PerLineForm(forms.Form):
    """A number of units for each good of a part, and pictures. named: what the number says; takes title, n and unit."""

    pictures = PicturesField(
        label=gettext_lazy("Ảnh chỗ hỏng"),
        required=False,
        help_text=gettext_lazy("Nên chụp: nhà bán và chợ xem được, khỏi phải hỏi lại."),
    )

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

    def clean(self) -> dict[str, Any]:
        if self.errors:
            self._ask_for_pictures_again()
        return self.cleaned_data

    def refuse(self, field: str, told: str) -> None:
        """Say what the domain refused, beside a field."""
        self.add_error(field, told)
        self._ask_for_pictures_again()

    def _ask_for_pictures_again(self) -> None:
        """A browser does not keep chosen files of a form that comes back."""
        if self.cleaned_data.get("pictures"):
            self.add_error("pictures", _("Chụp hoặc chọn lại ảnh: trình duyệt không giữ ảnh khi có chỗ phải sửa."))

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
