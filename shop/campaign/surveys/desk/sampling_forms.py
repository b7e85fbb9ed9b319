"""Whom a survey wants to reach: quotas, one a line, and the population, one value a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.campaign.surveys.domain.sampling import Wanted
from shop.campaign.surveys.models import Dimension
from shop.regions.vietnamese import fold

MOST_LINES = 400
LARGEST = 200_000_000
Values = Mapping[str, Mapping[str, str]]


class SamplingForm(forms.Form):
    """Lines of quotas and of the population. values: dimension -> value -> name, what may be written."""

    quotas = forms.CharField(
        label=gettext_lazy("Chỉ tiêu"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Mỗi dòng một chỉ tiêu, ví dụ “Phường Phan Rang; Nữ = 40” hay “18–29 = 100”. Đủ người thì dừng lịch sự."
        ),
    )

    def __init__(self, data: Any = None, *, values: Values, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.values = values
        for dimension in Dimension:
            if values.get(dimension):
                self.fields[f"people_{dimension}"] = forms.CharField(
                    label=_("Số dân theo %(dimension)s") % {"dimension": dimension.label},
                    required=False,
                    max_length=40_000,
                    widget=forms.Textarea(attrs={"rows": 5}),
                    help_text=_("Mỗi dòng một giá trị, ví dụ “%(name)s = 12000”.")
                    % {"name": next(iter(values[dimension].values()))},
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in list(self.fields):
            if name not in self.errors:
                try:
                    data[name] = self._quotas() if name == "quotas" else self._people(name.removeprefix("people_"))
                except forms.ValidationError as problem:
                    self.add_error(name, problem)
        return data

    @property
    def wanted(self) -> list[Wanted]:
        """The quotas, once the form is valid."""
        found: list[Wanted] = self.cleaned_data["quotas"]
        return found

    @property
    def people(self) -> dict[str, dict[str, int]]:
        """The population by dimension, once the form is valid."""
        names = [name for name in self.fields if name.startswith("people_")]
        return {name.removeprefix("people_"): self.cleaned_data[name] for name in names if self.cleaned_data[name]}

    def _quotas(self) -> list[Wanted]:
        found: dict[tuple[str, str, str], Wanted] = {}
        for left, count in _lines(self.cleaned_data["quotas"]):
            parts: dict[str, str] = {}
            for word in left.split(";"):
                dimension, value = self._named(word)
                parts[dimension] = value
            wanted = Wanted(parts.get("commune", ""), parts.get("age", ""), parts.get("sex", ""), count)
            found[(wanted.commune, wanted.age, wanted.sex)] = wanted
        return list(found.values())

    def _people(self, dimension: str) -> dict[str, int]:
        found = {}
        for left, count in _lines(self.cleaned_data[f"people_{dimension}"]):
            _named, value = self._named(left, dimension)
            found[value] = count
        return found

    def _named(self, word: str, only: str = "") -> tuple[str, str]:
        """Return the dimension and value somebody means by a name, with or without marks, or by a code."""
        wanted = _folded(word)
        for dimension, names in self.values.items():
            if only in {"", dimension}:
                for value, name in names.items():
                    if wanted in {_folded(name), value}:
                        return dimension, value
        raise forms.ValidationError(
            _("Không rõ “%(word)s” là gì. Ghi đúng tên xã, nhóm tuổi hay giới tính.") % {"word": word}
        )


def lines_of(rows: Mapping[str, int], names: Mapping[str, str]) -> str:
    """Return counts as the form shows them."""
    return "\n".join(f"{names.get(value, value)} = {count}" for value, count in rows.items())


def _folded(text: str) -> str:
    return " ".join(fold(text).replace("–", "-").split())


def _lines(text: str) -> list[tuple[str, int]]:
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    if len(rows) > MOST_LINES:
        raise forms.ValidationError(_("Tối đa %(n)d dòng.") % {"n": MOST_LINES})
    found = []
    for row in rows:
        left, _equals, right = row.rpartition("=")
        digits = right.strip().replace(".", "").replace(" ", "")
        if not left.strip() or not (digits.isascii() and digits.isdigit()) or int(digits[:12]) > LARGEST:
            raise forms.ValidationError(_("Dòng “%(row)s” phải có dạng “tên = số”.") % {"row": row[:80]})
        found.append((left.strip(), int(digits)))
    return found
