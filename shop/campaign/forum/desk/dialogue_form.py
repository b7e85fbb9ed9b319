"""What an organiser of a live session fills in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.campaign.forum.desk.forms import PlacedForm
from shop.campaign.forum.domain.dialogues import Plan
from shop.campaign.forum.models import Body, Dialogue
from shop.campaign.organising import MomentField

NAMES = ("title", "intro", "province", "place", "collects_from", "collects_until", "starts_at")


class DialogueForm(PlacedForm):
    """A session while it is a draft."""

    field_order = ["title", "intro", "province", "commune_code", "hosts", "place"]

    title = forms.CharField(
        label=gettext_lazy("Tên buổi đối thoại"),
        max_length=160,
        error_messages={"required": gettext_lazy("Hãy ghi tên.")},
    )
    intro = forms.CharField(
        label=gettext_lazy("Giới thiệu"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Hãy ghi buổi này bàn việc gì.")},
    )
    commune_code = forms.CharField(
        label=gettext_lazy("Mã xã"),
        required=False,
        max_length=5,
        help_text=gettext_lazy("Chỉ ghi khi một xã tự tổ chức."),
    )
    hosts = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Bên trả lời"),
        queryset=Body.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Chọn ít nhất một bên trả lời.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Nơi họp, hoặc trực tuyến ở đâu"),
        max_length=200,
        error_messages={"required": gettext_lazy("Hãy ghi nơi họp.")},
    )
    collects_from = MomentField(label=gettext_lazy("Nhận câu hỏi từ"))
    collects_until = MomentField(label=gettext_lazy("Nhận câu hỏi đến"))
    starts_at = MomentField(label=gettext_lazy("Buổi đối thoại bắt đầu"))

    def __init__(
        self, data: Any = None, *, provinces: list[str] | None, communes: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, provinces=provinces, communes=communes, **kwargs)
        field = self.fields["province"]
        field.required, field.empty_label = True, _("Chọn tỉnh")
        field.error_messages["required"] = _("Hãy chọn tỉnh.")
        rows = Body.objects.filter(is_active=True)
        if provinces is not None:
            rows = rows.filter(Q(province__in=provinces) | Q(commune__in=list(communes)) | Q(province=None))
        self.fields["hosts"].queryset = rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        moments = [data.get(name) for name in ("collects_from", "collects_until", "starts_at")]
        if all(moments) and not (moments[0] < moments[1] <= moments[2]):
            self.add_error("collects_until", _("Thứ tự phải là: mở nhận câu hỏi, chốt câu hỏi, rồi bắt đầu."))
        code = data.pop("commune_code", "")
        data["commune"] = self.check_commune(data.get("province"), code)
        return data

    def as_plan(self) -> Plan:
        """Return what was written, once the form is valid."""
        return Plan(**{**self.cleaned_data, "hosts": list(self.cleaned_data["hosts"])})


def initial_of(draft: Dialogue) -> dict[str, Any]:
    """Return a draft as its form shows it."""
    shown = {name: getattr(draft, name) for name in NAMES}
    return {**shown, "hosts": list(draft.hosts.all()), "commune_code": draft.commune_id or ""}
