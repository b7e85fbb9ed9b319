"""What somebody who takes part fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from shop.campaign.quizzes.domain.answering import MOST_GUESS
from shop.campaign.quizzes.models import Attempt
from shop.campaign.quizzes.queries import sheet


class SheetForm(forms.Form):
    """One field c-<question> for each question, and the guess. An unanswered question is only a wrong one."""

    def __init__(self, data: Any = None, *, attempt: Attempt) -> None:
        super().__init__(data)
        self.asked = sheet(attempt)
        for number, asked in enumerate(self.asked, start=1):
            self.fields[asked.name] = forms.TypedChoiceField(
                label=f"{number}. {asked.question.text}",
                choices=asked.options,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": gettext_lazy("Chọn một trong các phương án.")},
            )
        self.fields["guess"] = forms.IntegerField(
            label=attempt.round.tie_text,
            min_value=0,
            max_value=MOST_GUESS,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                key: gettext_lazy("Ghi một số nguyên, ví dụ 1200.")
                for key in ("required", "invalid", "min_value", "max_value")
            },
        )

    def choices(self) -> dict[int, int]:
        """Return question id -> place of the option, of what was answered validly."""
        given = {asked.question.pk: self.cleaned_data.get(asked.name) for asked in self.asked}
        return {question: choice for question, choice in given.items() if choice is not None}
