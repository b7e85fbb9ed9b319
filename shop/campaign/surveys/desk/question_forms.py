"""What organisers write about one question: only what its kind needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.campaign.surveys.domain.questionnaire import (
    ROLE_KINDS,
    WITH_OPTIONS,
    Condition,
    Kind,
    Option,
    Question,
    Scope,
)
from shop.campaign.surveys.domain.writing import MOST_OPTIONS, options_from
from shop.campaign.surveys.models import Dimension

KIND_NAMES = {
    Kind.SINGLE: gettext_lazy("Chọn một"),
    Kind.SEVERAL: gettext_lazy("Chọn nhiều"),
    Kind.SCALE: gettext_lazy("Thang điểm"),
    Kind.MATRIX: gettext_lazy("Bảng nhiều dòng"),
    Kind.RANKING: gettext_lazy("Xếp thứ tự"),
    Kind.NUMBER: gettext_lazy("Số"),
    Kind.TEXT: gettext_lazy("Viết tự do"),
    Kind.PLACE: gettext_lazy("Nơi ở"),
}
LEVELS = gettext_lazy("Rất không hài lòng\nKhông hài lòng\nBình thường\nHài lòng\nRất hài lòng")
MOST_LEVELS = 10
EXTRA = {
    "options": WITH_OPTIONS,
    "rows": {Kind.MATRIX},
    "low": {Kind.NUMBER},
    "high": {Kind.NUMBER},
    "unit": {Kind.NUMBER},
    "scope": {Kind.PLACE},
}


class QuestionForm(forms.Form):
    """One question. before: it as it stands; choices: earlier questions a branch may ask about."""

    title = forms.CharField(
        label=gettext_lazy("Câu hỏi"),
        max_length=300,
        error_messages={"required": gettext_lazy("Hãy ghi câu hỏi.")},
    )
    help = forms.CharField(label=gettext_lazy("Lời giải thích"), max_length=500, required=False)
    options = forms.CharField(
        label=gettext_lazy("Các lựa chọn"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Mỗi dòng một mục."),
        error_messages={"required": gettext_lazy("Hãy ghi ít nhất hai mục, mỗi dòng một mục.")},
    )
    rows = forms.CharField(
        label=gettext_lazy("Các dòng"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Mỗi dòng một điều được hỏi; các lựa chọn ở trên là cột."),
        error_messages={"required": gettext_lazy("Hãy ghi ít nhất một dòng.")},
    )
    low = forms.IntegerField(label=gettext_lazy("Nhỏ nhất"), required=False, min_value=-1_000_000_000)
    high = forms.IntegerField(label=gettext_lazy("Lớn nhất"), required=False, max_value=1_000_000_000)
    unit = forms.CharField(label=gettext_lazy("Đơn vị"), max_length=20, required=False)
    scope = forms.ChoiceField(
        label=gettext_lazy("Chọn trong"),
        choices=[
            (Scope.COMMUNE, gettext_lazy("các xã, phường của tỉnh")),
            (Scope.PROVINCE, gettext_lazy("các tỉnh, thành phố")),
        ],
    )
    required = forms.BooleanField(label=gettext_lazy("Phải trả lời mới đi tiếp"), required=False, initial=True)
    role = forms.ChoiceField(
        label=gettext_lazy("Dùng cho chỉ tiêu và hiệu chỉnh theo dân số"), required=False, choices=[]
    )
    show_if = forms.MultipleChoiceField(
        label=gettext_lazy("Chỉ hỏi khi đã trả lời"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Không chọn gì: hỏi mọi người. Nhiều câu: phải đúng ở mỗi câu."),
    )

    def __init__(self, data: Any = None, *, before: Question, choices: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(data, initial=initial_of(before) if before.key else None, **kwargs)
        self.before = before
        for name, kinds in EXTRA.items():
            if before.kind not in kinds:
                del self.fields[name]
        if before.kind in {Kind.SCALE, Kind.MATRIX}:
            self.fields["options"].label = _("Các mức, từ thấp tới cao")
            if not before.key:
                self.fields["options"].initial = LEVELS
        self._offer_roles()
        self._offer_branches(choices)

    def clean_options(self) -> tuple[Option, ...]:
        lines = self._lines("options", 2, MOST_LEVELS if self.before.kind == Kind.SCALE else MOST_OPTIONS)
        return options_from(lines, self.before.options, by_place=self.before.kind in {Kind.SCALE, Kind.MATRIX})

    def clean_rows(self) -> tuple[Option, ...]:
        return options_from(self._lines("rows", 1, MOST_OPTIONS), self.before.rows)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("low"), data.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("Số lớn nhất phải từ số nhỏ nhất trở lên."))
        return data

    def as_question(self) -> Question:
        """Return the question, once the form is valid."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "show_if"}
        if "scope" in data:
            data["scope"] = Scope(data["scope"])
        asked: dict[str, list[str]] = {}
        for choice in self.cleaned_data.get("show_if", ()):
            key, _colon, option = choice.partition(":")
            asked.setdefault(key, []).append(option)
        conditions = tuple(Condition(key, tuple(options)) for key, options in asked.items())
        return Question(key=self.before.key, kind=self.before.kind, show_if=conditions, **data)

    def _lines(self, name: str, least: int, most: int) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data[name].splitlines() if line.strip()]
        if not least <= len(lines) <= most or len(set(lines)) != len(lines):
            raise forms.ValidationError(
                _("Ghi từ %(least)d đến %(most)d mục, mỗi dòng một mục, không trùng nhau.")
                % {"least": least, "most": most}
            )
        if max(len(line) for line in lines) > 160:
            raise forms.ValidationError(_("Mỗi mục dài tối đa 160 chữ."))
        return lines

    def _offer_roles(self) -> None:
        fitting = [role for role, kind in ROLE_KINDS.items() if kind == self.before.kind]
        if not fitting:
            del self.fields["role"]
            return
        labels = {each.value: each.label for each in Dimension}
        self.fields["role"].choices = [("", _("Không")), *((role, labels[role]) for role in fitting)]

    def _offer_branches(self, choices: Sequence[Question]) -> None:
        if not choices:
            del self.fields["show_if"]
            return
        self.fields["show_if"].choices = [
            (f"{question.key}:{option.key}", f"{question.title} → {option.text}")
            for question in choices
            for option in question.options
        ]


def initial_of(question: Question) -> dict[str, Any]:
    """Return a question as its form shows it."""
    return {
        "title": question.title,
        "help": question.help,
        "options": "\n".join(option.text for option in question.options),
        "rows": "\n".join(row.text for row in question.rows),
        "low": question.low,
        "high": question.high,
        "unit": question.unit,
        "scope": question.scope,
        "required": question.required,
        "role": question.role,
        "show_if": [f"{one.question}:{option}" for one in question.show_if for option in one.options],
    }
