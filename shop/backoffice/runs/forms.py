"""What the office writes about points and runs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.accounts.phones import national, parse_mobile
from shop.campaign.fairs.models import MarketSession
from shop.campaign.fairs.queries import upcoming
from shop.regions.models import Commune, Province
from shop.shipping.enums import PlaceKind
from shop.shipping.models import PickUpPoint, Run, RunStop

MOMENT = "%Y-%m-%dT%H:%M"


def moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)


class PointForm(forms.ModelForm):
    """A pick-up point; its commune is one of a province chosen before."""

    class Meta:
        model = PickUpPoint
        fields = [
            "name",
            "kind",
            "commune",
            "address_line",
            "phone",
            "opening_hours",
            "capacity_parcels",
            "fee_vnd",
            "latitude",
            "longitude",
            "is_active",
        ]

    def __init__(self, *args: Any, province: Province, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commune = self.fields["commune"]
        commune.queryset = Commune.objects.filter(province=province, valid_to=None)  # type: ignore[attr-defined]
        commune.empty_label = _("Chọn xã, phường")  # type: ignore[attr-defined]
        commune.label = _("Xã, phường, đặc khu")
        if self.instance.phone:
            self.initial["phone"] = national(self.instance.phone)
        self.fields["opening_hours"].help_text = _("Ví dụ: T2–T7 7:00–18:00")
        self.fields["fee_vnd"].help_text = _("Đồng, để 0 nếu không thu")
        for name in ("latitude", "longitude"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["latitude"].label, self.fields["longitude"].label = _("Vĩ độ"), _("Kinh độ")

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind == PlaceKind.HUB and self.instance.pk and self.instance.stops.exists():
            raise forms.ValidationError(_("Điểm này đang có chuyến phát hàng cho khách nên không đổi thành điểm gom."))
        return kind

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        return parse_mobile(phone) if phone.strip() else ""


class OperatorForm(forms.Form):
    """Whom to appoint."""

    phone = forms.CharField(label=gettext_lazy("Số điện thoại của người trực"), max_length=20)

    def clean_phone(self) -> str:
        return parse_mobile(self.cleaned_data["phone"])


def drivers() -> QuerySet[User]:
    """Return everybody who may drive a run, by name."""
    return User.objects.filter(grants__role=Role.DRIVER, is_active=True).distinct().order_by("full_name")


def _coming_sessions() -> QuerySet[MarketSession]:
    return upcoming(timezone.localdate())


class DriverForm(forms.Form):
    """Who drives a run."""

    driver = forms.ModelChoiceField(
        label=gettext_lazy("Tài xế"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Chưa giao"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["driver"].queryset = drivers()  # type: ignore[attr-defined]


class RunForm(forms.ModelForm):
    """When a run opens, closes its orders and leaves; who drives."""

    capacity_kg = forms.IntegerField(label=gettext_lazy("Tải trọng (kg)"), min_value=1, max_value=40_000, initial=1500)

    session = forms.ModelChoiceField(
        label=gettext_lazy("Phục vụ phiên chợ"),
        queryset=MarketSession.objects.none(),
        required=False,
        empty_label=gettext_lazy("Không"),
    )

    class Meta:
        model = Run
        fields = [
            "code",
            "name",
            "province",
            "driver",
            "opens_at",
            "cut_off_at",
            "departs_at",
            "min_orders",
            "min_value_vnd",
        ]
        widgets = {"opens_at": moment(), "cut_off_at": moment(), "departs_at": moment()}

    def __init__(self, *args: Any, provinces: QuerySet[Province], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = provinces  # type: ignore[attr-defined]
        self.fields["province"].label = _("Tỉnh")
        self.fields["province"].empty_label = _("Chọn tỉnh")  # type: ignore[attr-defined]
        self.fields["driver"].queryset = drivers()  # type: ignore[attr-defined]
        self.fields["driver"].label = _("Tài xế")
        self.fields["driver"].empty_label = _("Chưa giao")  # type: ignore[attr-defined]
        self.fields["code"].help_text = _("Ví dụ CH-2811-NT: ngày tháng và tuyến")
        self.fields["min_orders"].help_text = _("0: không đặt mức. Chưa đủ lúc chốt đơn thì chuyến tự hủy.")
        self.fields["min_orders"].required = self.fields["min_value_vnd"].required = False
        self.fields["session"].queryset = _coming_sessions()  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["session"].initial = self.instance.sessions.first()
            self.fields["capacity_kg"].initial = Decimal(self.instance.capacity_g) // 1000

    def clean_min_orders(self) -> int:
        return self.cleaned_data["min_orders"] or 0

    def clean_min_value_vnd(self) -> int:
        return self.cleaned_data["min_value_vnd"] or 0

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, cut_off, departs = (data.get(name) for name in ("opens_at", "cut_off_at", "departs_at"))
        if opens and cut_off and opens >= cut_off:
            self.add_error("cut_off_at", _("Giờ chốt đơn phải sau giờ mở nhận đơn."))
        if cut_off and departs and cut_off > departs:
            self.add_error("departs_at", _("Giờ xuất phát không được trước giờ chốt đơn."))
        if data.get("capacity_kg"):
            self.instance.capacity_g = data["capacity_kg"] * 1000
        return data


class StopForm(forms.ModelForm):
    """One stop; an empty row is left out."""

    class Meta:
        model = RunStop
        fields = ["point", "arrives_at", "closes_at", "collect_by", "capacity_parcels"]
        widgets = {"arrives_at": moment(), "closes_at": moment(), "collect_by": moment()}

    def __init__(self, *args: Any, points: QuerySet[PickUpPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["point"]
        field.queryset = points  # type: ignore[attr-defined]
        field.empty_label = _("Chọn điểm nhận")  # type: ignore[attr-defined]
        field.label = _("Điểm nhận")
        field.label_from_instance = lambda point: f"{point.name}, {point.commune.name}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        arrives, closes, until = (data.get(name) for name in ("arrives_at", "closes_at", "collect_by"))
        if arrives and closes and arrives >= closes:
            self.add_error("closes_at", _("Giờ hết phát phải sau giờ bắt đầu."))
        if closes and until and closes > until:
            self.add_error("collect_by", _("Hạn giữ hàng không được trước giờ hết phát."))
        return data


class StopFormSet(forms.BaseModelFormSet):
    """The stops of a run: at least one, each point once, none before the truck leaves."""

    departs_at: Any = None

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        stops = [form.cleaned_data for form in self.forms if form.cleaned_data.get("point")]
        kept = [row for row in stops if not row.get("DELETE")]
        if not kept:
            raise ValidationError(_("Chuyến cần ít nhất một điểm dừng."))
        if len({row["point"] for row in kept}) < len(kept):
            raise ValidationError(_("Mỗi điểm nhận chỉ dừng một lần trong chuyến."))
        if self.departs_at and any(row["arrives_at"] < self.departs_at for row in kept):
            raise ValidationError(_("Có điểm phát hàng trước giờ xe xuất phát. Xem lại giờ tới điểm."))


def stop_formset(extra: int) -> type[StopFormSet]:
    """Return the formset class with `extra` empty rows."""
    return forms.modelformset_factory(
        RunStop, form=StopForm, formset=StopFormSet, extra=extra, can_delete=True, max_num=40, absolute_max=60
    )


class ReasonForm(forms.Form):
    """Why something is done by hand."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=200, widget=forms.Textarea(attrs={"rows": 2, "class": "short"})
    )
