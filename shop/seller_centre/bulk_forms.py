"""Forms of bulk imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sellers.listings.bulk.domain.choosing import STATES, UnreadableRows, read_numbers


class UploadForm(forms.Form):
    """A spreadsheet and, if there are any, its pictures in a zip."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("Tệp hàng (.xlsx hoặc .csv)"),
        help_text=_("Tới 10.000 dòng, 20 MB. Dòng đầu là tên cột như trong mẫu."),
        error_messages={
            "required": _("Chọn tệp .xlsx hoặc .csv đã điền."),
            "empty": _("Tệp trống. Tải mẫu về, điền hàng của bạn rồi gửi lại."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    pictures = forms.FileField(
        label=_("Ảnh (.zip)"),
        required=False,
        help_text=_("Tên ảnh theo mã hàng: TOI-DEN-250.jpg, TOI-DEN-250-2.jpg. Tới 100 MB, gửi nhiều lần được."),
        error_messages={"empty": _("Tệp zip trống. Nén lại thư mục ảnh rồi gửi.")},
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )


class ChoiceForm(forms.Form):
    """Which tried rows are imported."""

    which = forms.ChoiceField(choices=[(name, name) for name in (*STATES, "chon")], initial="tat-ca")
    numbers = forms.CharField(required=False, max_length=2000)
    row = forms.TypedMultipleChoiceField(required=False, coerce=int)
    submits = forms.BooleanField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["row"].choices = [(value, value) for value in data.getlist("row") if value.isdecimal()][:1000]

    def clean_numbers(self) -> set[int]:
        try:
            return read_numbers(self.cleaned_data["numbers"])
        except UnreadableRows as refusal:
            raise forms.ValidationError(str(refusal)) from None

    @property
    def chosen(self) -> set[int]:
        """The row numbers ticked and typed."""
        return self.cleaned_data["numbers"] | set(self.cleaned_data["row"])
