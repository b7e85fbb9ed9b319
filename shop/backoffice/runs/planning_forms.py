"""What the office writes about weekly runs, days without runs, and a stop that moves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.backoffice.runs.forms import StopForm, drivers
from shop.regions.models import Province
from shop.shipping.models import Holiday, PickUpPoint, RunTemplate, RunTemplateStop


def clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def label_of(point: PickUpPoint) -> str:
    return f"{point.name}, {point.commune.name}"


class TemplateForm(forms.ModelForm):
    """A run that goes every week."""

    capacity_kg = forms.IntegerField(label=gettext_lazy("Tải trọng (kg)"), min_value=1, max_value=40_000, initial=1500)

    class Meta:
        model = RunTemplate
        fields = [
            "code",
            "name",
            "province",
            "weekday",
            "departs_time",
            "cut_off_days",
            "cut_off_time",
            "opens_days",
            "driver",
            "min_orders",
            "min_value_vnd",
            "is_active",
        ]
        widgets = {"departs_time": clock(), "cut_off_time": clock()}

    def __init__(self, *args: Any, provinces: QuerySet[Province], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = provinces  # type: ignore[attr-defined]
        self.fields["province"].label = _("Tỉnh")
        self.fields["province"].empty_label = _("Chọn tỉnh")  # type: ignore[attr-defined]
        self.fields["driver"].queryset = drivers()  # type: ignore[attr-defined]
        self.fields["driver"].label = _("Tài xế")
        self.fields["driver"].empty_label = _("Chưa giao")  # type: ignore[attr-defined]
        self.fields["min_orders"].help_text = _("0: không đặt mức. Chưa đủ lúc chốt đơn thì chuyến tự hủy.")
        self.fields["min_value_vnd"].help_text = _("Đồng, 0: không đặt mức.")
        if self.instance.pk:
            self.fields["capacity_kg"].initial = self.instance.capacity_g // 1000

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, cut_off = data.get("opens_days"), data.get("cut_off_days")
        if opens is not None and cut_off is not None and opens <= cut_off:
            self.add_error("opens_days", _("Phải mở nhận đơn trước ngày chốt đơn."))
        if data.get("capacity_kg"):
            self.instance.capacity_g = data["capacity_kg"] * 1000
        return data


class TemplateStopForm(forms.ModelForm):
    """One stop of a weekly run; an empty row is left out."""

    class Meta:
        model = RunTemplateStop
        fields = ["point", "days_after", "arrives_time", "closes_time", "hold_days", "capacity_parcels"]
        widgets = {"arrives_time": clock(), "closes_time": clock()}

    def __init__(self, *args: Any, points: QuerySet[PickUpPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        point = self.fields["point"]
        point.queryset, point.label = points, _("Điểm nhận")  # type: ignore[attr-defined]
        point.empty_label, point.label_from_instance = _("Chọn điểm nhận"), label_of  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        arrives, closes = data.get("arrives_time"), data.get("closes_time")
        if arrives and closes and arrives >= closes:
            self.add_error("closes_time", _("Giờ hết phát phải sau giờ bắt đầu."))
        return data


class TemplateStops(forms.BaseModelFormSet):
    """The stops of a weekly run: at least one, each point once."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("point")]
        points = [row["point"] for row in rows if not row.get("DELETE")]
        if not points:
            raise ValidationError(_("Chuyến cần ít nhất một điểm dừng."))
        if len(set(points)) < len(points):
            raise ValidationError(_("Mỗi điểm nhận chỉ dừng một lần trong chuyến."))


def template_stops(extra: int) -> type[TemplateStops]:
    """Return the formset class with `extra` empty rows."""
    return forms.modelformset_factory(
        RunTemplateStop, form=TemplateStopForm, formset=TemplateStops, extra=extra, can_delete=True, max_num=40
    )


class HolidayForm(forms.ModelForm):
    """A day without runs, everywhere it may be planned for, or at one point."""

    class Meta:
        model = Holiday
        fields = ["day", "name", "province", "point"]
        widgets = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(
        self, *args: Any, provinces: QuerySet[Province], points: QuerySet[PickUpPoint], everywhere: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.everywhere = everywhere
        for name, rows, label in (("province", provinces, _("Cả tỉnh")), ("point", points, _("Hoặc một điểm nhận"))):
            field = self.fields[name]
            field.queryset, field.label = rows, label  # type: ignore[attr-defined]
        self.fields["province"].empty_label = _("Cả nước") if everywhere else _("Chọn tỉnh")  # type: ignore[attr-defined]
        self.fields["point"].empty_label = _("Mọi điểm")  # type: ignore[attr-defined]
        self.fields["point"].label_from_instance = label_of  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("point"):
            data["province"] = self.instance.province = None
        elif not data.get("province") and not self.everywhere and "province" not in self.errors:
            self.add_error("province", _("Chọn tỉnh hoặc một điểm nhận."))
        return data


class MoveForm(StopForm):
    """Where and when a stop goes instead."""

    def validate_unique(self) -> None:
        """Leave it to the domain to say that the run stops there already."""
