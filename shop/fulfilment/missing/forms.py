"""What somebody on the road, and the desk, writes about a missing parcel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.order.models import Line


class ReportForm(forms.Form):
    """A code that was not there, and what was seen."""

    code = forms.CharField(
        label=_("Mã kiện bị thiếu"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
        error_messages={"required": _("Ghi mã kiện, xem trong bảng kê hoặc trên đơn.")},
    )
    note = forms.CharField(
        label=_("Đã tìm ở đâu, thấy lần cuối lúc nào"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Ghi vắn tắt: tìm ở đâu rồi, lần cuối thấy kiện lúc nào.")},
    )


class OutcomeForm(forms.Form):
    """How a case ended; of an order with several parcels, what is in the others."""

    FOUND, LOST = "found", "lost"

    result = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[(FOUND, _("Đã tìm thấy, kiện đi tiếp")), (LOST, _("Coi là mất, tính lại đơn"))],
        error_messages={"required": _("Chọn kết quả."), "invalid_choice": _("Chọn kết quả.")},
    )
    outcome = forms.CharField(
        label=_("Thấy ở đâu, hoặc vì sao coi là mất"),
        max_length=300,
        error_messages={"required": _("Ghi kết quả tìm: thấy ở đâu, hoặc vì sao coi là mất.")},
    )

    def __init__(self, *args: Any, lines: Iterable[Line] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"left_{line.pk}"] = forms.IntegerField(
                label=_("%(title)s: còn trong các kiện khác") % {"title": line.title},
                min_value=0,
                max_value=line.quantity,
                initial=0,
                required=False,
                error_messages={"max_value": _("Nhiều nhất là số khách đặt."), "min_value": _("Ít nhất là 0.")},
            )

    def line_fields(self) -> list[forms.BoundField]:
        """Return the fields of the lines, in their order."""
        return [self[f"left_{line.pk}"] for line in self.lines]

    def left(self) -> dict[int, int]:
        """Return line id -> units that are in other parcels."""
        return {line.pk: self.cleaned_data.get(f"left_{line.pk}") or 0 for line in self.lines}


class TakenUpForm(forms.Form):
    """Where a parcel that was given up lies now."""

    AT_POINT, WITH_SELLER = "point", "seller"

    place = forms.ChoiceField(
        label=_("Kiện đang ở"),
        choices=[(AT_POINT, _("điểm nhận của đơn, chờ xe chở về nhà bán")), (WITH_SELLER, _("nhà bán rồi"))],
        error_messages={"required": _("Chọn nơi kiện đang ở."), "invalid_choice": _("Chọn nơi kiện đang ở.")},
    )
    found = forms.CharField(
        label=_("Ai thấy, thấy ở đâu"),
        max_length=300,
        error_messages={"required": _("Ghi ai thấy kiện, thấy ở đâu.")},
    )

    @property
    def is_with_seller(self) -> bool:
        return bool(self.cleaned_data["place"] == self.WITH_SELLER)
