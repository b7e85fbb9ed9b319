"""What every organiser of the campaign fills in: who organises, and moments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.regions.models import Commune, Province

MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and a time, as the browser's picker sends it or as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
            input_formats=[MOMENT, "%d/%m/%Y %H:%M"],
            error_messages={
                "required": gettext_lazy("Hãy chọn ngày giờ."),
                "invalid": gettext_lazy("Ghi ngày giờ như 06/12/2026 20:00."),
            },
            **kwargs,
        )


class PlaceForm(forms.Form):
    """Who organises: a province, or one of its communes.

    provinces: codes this organiser works for, None for all; communes: those granted alone.
    """

    province = forms.ModelChoiceField(
        label=gettext_lazy("Tỉnh"),
        queryset=Province.objects.none(),
        empty_label=gettext_lazy("Chọn tỉnh"),
        error_messages={"required": gettext_lazy("Hãy chọn tỉnh.")},
    )
    commune_code = forms.CharField(
        label=gettext_lazy("Mã xã"),
        required=False,
        max_length=5,
        help_text=gettext_lazy("Chỉ ghi khi một xã tự tổ chức."),
    )

    def __init__(self, data: Any = None, *, reach: Reach, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.provinces, self.communes = reach.provinces(Role.COMMITTEE), reach.communes(Role.COMMITTEE)
        mine = Province.objects.filter(valid_to=None)
        own = Q(code__in=self.provinces or []) | Q(communes__in=self.communes)
        self.fields["province"].queryset = mine if self.provinces is None else mine.filter(own).distinct()
        if self.provinces == [] and len(self.communes) == 1:
            self.fields["commune_code"].initial = self.communes[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["commune"], province, code = None, data.get("province"), data.get("commune_code", "")
        if code:
            data["commune"] = Commune.objects.filter(code=code, province=province, valid_to=None).first()
            if data["commune"] is None:
                self.add_error("commune_code", _("Tỉnh này không có xã mang mã đó. Để trống nếu tỉnh tổ chức."))
        has_province = self.provinces is None or (province is not None and province.code in self.provinces)
        if province and not has_province and code not in self.communes:
            mine = ", ".join(self.communes)
            self.add_error("commune_code", _("Bạn phụ trách riêng xã có mã %s. Hãy ghi mã đó.") % mine)
        return data
