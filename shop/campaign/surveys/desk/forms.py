"""What organisers fill in about a survey as a whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.campaign.organising import MomentField, PlaceForm
from shop.campaign.surveys.domain.running import Settings
from shop.campaign.surveys.models import Access, Survey

CONSENT = gettext_lazy(
    "Câu trả lời chỉ dùng để tổng hợp ý kiến cho đơn vị tổ chức, không dùng vào việc khác và không đưa cho ai khác. "
    "Kết quả công bố theo nhóm, không ai nhận ra bạn. Bạn được bỏ dở bất cứ lúc nào và được rút lại câu trả lời."
)
OLDEST = 100


class SurveyForm(PlaceForm):
    """The settings of a survey, while it is a draft."""

    field_order = ("title", "organiser", "intro", "province", "commune_code")

    title = forms.CharField(
        label=gettext_lazy("Tên cuộc khảo sát"),
        max_length=160,
        error_messages={"required": gettext_lazy("Hãy ghi tên.")},
    )
    organiser = forms.CharField(
        label=gettext_lazy("Đơn vị tổ chức"),
        max_length=160,
        error_messages={"required": gettext_lazy("Hãy ghi đơn vị tổ chức.")},
    )
    intro = forms.CharField(
        label=gettext_lazy("Lời mời"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Hỏi để làm gì, mất mấy phút."),
        error_messages={"required": gettext_lazy("Hãy ghi lời mời.")},
    )
    opens_at = MomentField(label=gettext_lazy("Mở"))
    closes_at = MomentField(label=gettext_lazy("Đóng"))
    consent = forms.CharField(
        label=gettext_lazy("Nội dung xin đồng ý"),
        max_length=4000,
        initial=CONSENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Người trả lời phải đánh dấu đồng ý trước câu đầu tiên. Ghi rõ dùng vào việc gì."),
        error_messages={"required": gettext_lazy("Hãy ghi câu trả lời dùng vào việc gì.")},
    )
    access = forms.ChoiceField(
        label=gettext_lazy("Ai trả lời trên mạng"),
        choices=Access.choices,
        initial=Access.OPEN,
    )
    by_interviewers = forms.BooleanField(
        label=gettext_lazy("Có điều tra viên đi hỏi, kể cả nơi không có sóng"), required=False
    )
    age_bounds = forms.CharField(
        label=gettext_lazy("Nhóm tuổi bắt đầu từ"),
        max_length=60,
        initial="18, 30, 45, 60",
        help_text=gettext_lazy("Ví dụ 18, 30, 45, 60 thành các nhóm 18–29, 30–44, 45–59, từ 60."),
    )
    min_cell = forms.IntegerField(
        label=gettext_lazy("Ẩn số đếm nhỏ hơn"),
        min_value=3,
        max_value=50,
        initial=5,
        help_text=gettext_lazy("Để không ai bị nhận ra trong bảng kết quả."),
    )
    min_seconds = forms.IntegerField(
        label=gettext_lazy("Giữ lại phiếu nhanh hơn (giây)"), min_value=0, max_value=3600, initial=20
    )
    per_network_hour = forms.IntegerField(
        label=gettext_lazy("Giữ lại khi một mạng gửi quá (phiếu/giờ)"), min_value=1, max_value=10_000, initial=30
    )

    def clean_age_bounds(self) -> list[int]:
        words = self.cleaned_data["age_bounds"].replace(",", " ").split()
        if not words or not all(word.isascii() and word.isdigit() and 0 < int(word[:4]) <= OLDEST for word in words):
            raise forms.ValidationError(_("Ghi các tuổi cách nhau bằng dấu phẩy, ví dụ 18, 30, 45, 60."))
        bounds = [int(word) for word in words]
        if bounds != sorted(set(bounds)) or len(bounds) > 10:
            raise forms.ValidationError(_("Ghi tối đa 10 tuổi, tăng dần và không trùng."))
        return bounds

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("Ngày đóng phải sau ngày mở."))
        return data

    def as_settings(self) -> Settings:
        """Return what was written, once the form is valid."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "commune_code"}
        return Settings(**{**data, "access": Access(data["access"])})


def initial_of(survey: Survey) -> dict[str, Any]:
    """Return a draft as its form shows it."""
    names = [name for name in SurveyForm.base_fields if name not in {"commune_code", "age_bounds"}]
    shown = {name: getattr(survey, name) for name in names}
    shown["commune_code"] = survey.commune_id or ""
    shown["age_bounds"] = ", ".join(str(bound) for bound in survey.age_bounds)
    return shown


class CopyForm(forms.Form):
    """Title and period of the next round."""

    title = forms.CharField(
        label=gettext_lazy("Tên đợt mới"),
        max_length=160,
        error_messages={"required": gettext_lazy("Hãy ghi tên đợt mới.")},
    )
    opens_at = MomentField(label=gettext_lazy("Mở"))
    closes_at = MomentField(label=gettext_lazy("Đóng"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("Ngày đóng phải sau ngày mở."))
        return data


class EndForm(forms.Form):
    """Another end of a published survey."""

    closes_at = MomentField(label=gettext_lazy("Đóng lúc"))
