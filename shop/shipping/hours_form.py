"""A week of opening hours in a form: each day a morning and an afternoon; empty is closed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.shipping.domain.hours import Span, Week, WrongHours
from shop.shipping.enums import Weekday

HALVES = ("sang", "chieu")


def clock(label: str) -> forms.TimeField:
    """A time of day in 24 hours, typed as people write it."""
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%H.%M", "%Hh", "%H"],
        widget=forms.TextInput(attrs={"class": "input nums", "inputmode": "text", "maxlength": "5", "size": "5"}),
        error_messages={"invalid": gettext_lazy("Ghi giờ như 7:00 hoặc 13:30.")},
    )


class HoursForm(forms.Form):
    """week: what stands now."""

    def __init__(self, *args: Any, week: Week, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday:
            spans = list(week.get(day, ()))
            for number, half in enumerate(HALVES):
                opens, closes = spans[number] if number < len(spans) else (None, None)
                names = {"part": _("sáng") if half == "sang" else _("chiều"), "day": day.label}
                for edge, value, label in (
                    ("mo", opens, _("%(day)s, mở %(part)s") % names),
                    ("dong", closes, _("%(day)s, đóng %(part)s") % names),
                ):
                    self.fields[f"{half}_{edge}_{day.value}"] = clock(label)
                    self.initial[f"{half}_{edge}_{day.value}"] = f"{value:%-H:%M}" if value else ""

    def rows(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Return each weekday with its two pairs of fields: when it opens and closes."""
        for day in Weekday:
            pairs = [(self[f"{half}_mo_{day.value}"], self[f"{half}_dong_{day.value}"]) for half in HALVES]
            yield str(day.label), pairs

    def week(self) -> dict[int, list[Span]]:
        """Return weekday -> spans of a valid form. Raises WrongHours when one end of a span is missing."""
        return {day.value: spans for day in Weekday if (spans := list(self._spans(day)))}

    def _spans(self, day: Weekday) -> Iterator[Span]:
        for half in HALVES:
            ends: list[datetime.time | None] = [
                self.cleaned_data[f"{half}_{edge}_{day.value}"] for edge in ("mo", "dong")
            ]
            if (ends[0] is None) != (ends[1] is None):
                raise WrongHours(_("%(day)s: ghi cả giờ mở và giờ đóng, hoặc để trống cả hai.") % {"day": day.label})
            if ends[0] is not None and ends[1] is not None:
                yield ends[0], ends[1]


class ClosedDayForm(forms.Form):
    """A day on which the point is closed."""

    day = forms.DateField(
        label=gettext_lazy("Ngày nghỉ"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Chọn ngày nghỉ.")},
    )
    name = forms.CharField(label=gettext_lazy("Lý do khách đọc"), max_length=80, required=False)
