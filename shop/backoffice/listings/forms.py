"""What administrators type about take-downs and watched words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sellers.listings.models import WordGrade


class LetterForm(forms.Form):
    """An authority's request. Times are local."""

    listing = forms.RegexField(
        label=_("Số tin"),
        regex=r"^(?i:TD-)?0*\d{1,9}$",
        help_text=_("Như TD-0012 ở trang sản phẩm."),
        error_messages={"invalid": _("Ghi số tin như TD-0012."), "required": _("Ghi số tin như TD-0012.")},
    )
    authority = forms.CharField(label=_("Cơ quan yêu cầu"), max_length=160)
    document_no = forms.CharField(label=_("Số văn bản"), max_length=80)
    received_at = forms.DateTimeField(
        label=_("Nhận lúc"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
        help_text=_("Hạn 24 giờ tính từ lúc này."),
        error_messages={"invalid": _("Ghi giờ và ngày như 26/11/2026 08:30.")},
    )
    demand = forms.CharField(label=_("Nội dung yêu cầu"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    scan = forms.FileField(
        label=_("Bản chụp văn bản"),
        required=False,
        help_text=_("Ảnh hoặc PDF. Người bán không thấy."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_listing(self) -> int:
        return int(self.cleaned_data["listing"].upper().removeprefix("TD-"))


class WordForm(forms.Form):
    """One watched word."""

    words = forms.CharField(
        label=_("Từ hoặc cụm từ"), max_length=80, min_length=2, help_text=_("So nguyên từ, không kể hoa thường.")
    )
    grade = forms.ChoiceField(label=_("Mức"), choices=WordGrade.choices, initial=WordGrade.SERIOUS)
    reason = forms.CharField(label=_("Căn cứ, lý do"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
