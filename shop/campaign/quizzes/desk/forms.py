"""What organisers of quizzes fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.campaign.organising import MomentField, PlaceForm
from shop.campaign.quizzes.domain.answering import MOST_GUESS
from shop.campaign.quizzes.domain.bank import Written
from shop.campaign.quizzes.domain.rounds import QuizRules, RoundRules
from shop.campaign.quizzes.models import Quiz, Round
from shop.campaign.quizzes.models.quiz import MOST_PRIZES, MOST_QUESTIONS, MOST_SECONDS

LETTERS = "ABCD"


class QuizForm(PlaceForm):
    """A quiz, while it is a draft."""

    title = forms.CharField(
        label=gettext_lazy("Tên cuộc thi"),
        max_length=160,
        error_messages={"required": gettext_lazy("Hãy ghi tên cuộc thi.")},
    )
    organiser = forms.CharField(
        label=gettext_lazy("Đơn vị tổ chức"),
        max_length=160,
        error_messages={"required": gettext_lazy("Hãy ghi đơn vị tổ chức.")},
    )
    rules = forms.CharField(
        label=gettext_lazy("Thể lệ"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Hãy ghi thể lệ để người dự thi đọc.")},
    )

    def as_rules(self) -> QuizRules:
        """Return what was written, once the form is valid."""
        return QuizRules(**{name: value for name, value in self.cleaned_data.items() if name != "commune_code"})


def initial_of_quiz(quiz: Quiz) -> dict[str, Any]:
    """Return a draft as its form shows it."""
    shown = {name: getattr(quiz, name) for name in ("title", "organiser", "province", "rules")}
    return {**shown, "commune_code": quiz.commune_id or ""}


class RoundForm(forms.Form):
    """A round, while it is a draft."""

    opens_at = MomentField(label=gettext_lazy("Mở"))
    closes_at = MomentField(label=gettext_lazy("Đóng"))
    size = forms.IntegerField(label=gettext_lazy("Số câu"), min_value=1, max_value=MOST_QUESTIONS, initial=10)
    seconds = forms.IntegerField(
        label=gettext_lazy("Thời gian làm bài (giây)"), min_value=30, max_value=MOST_SECONDS, initial=600
    )
    pass_right = forms.IntegerField(
        label=gettext_lazy("Đúng bao nhiêu câu thì có giấy chứng nhận"),
        min_value=1,
        max_value=MOST_QUESTIONS,
        initial=8,
    )
    tie_text = forms.CharField(
        label=gettext_lazy("Câu hỏi phụ, trả lời bằng một số"),
        max_length=300,
        initial=gettext_lazy("Có bao nhiêu người nộp bài trong kỳ này?"),
        help_text=gettext_lazy("Đáp án chỉ biết sau khi đóng thì công bằng nhất."),
        error_messages={"required": gettext_lazy("Hãy ghi câu hỏi phụ.")},
    )
    prizes = forms.IntegerField(label=gettext_lazy("Số giải"), min_value=1, max_value=MOST_PRIZES, initial=3)
    prize_text = forms.CharField(label=gettext_lazy("Giải thưởng"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", _("Giờ đóng phải sau giờ mở."))
        if data.get("size") and data.get("pass_right") and data["pass_right"] > data["size"]:
            self.add_error("pass_right", _("Không quá số câu của kỳ."))
        return data

    def as_rules(self) -> RoundRules:
        """Return what was written, once the form is valid."""
        return RoundRules(**self.cleaned_data)


def initial_of_round(row: Round) -> dict[str, Any]:
    """Return a draft round as its form shows it."""
    return {name: getattr(row, name) for name in RoundForm.base_fields}


class QuestionForm(forms.Form):
    """One question of the bank: a text, two to four options, the letter of the right one."""

    text = forms.CharField(
        label=gettext_lazy("Câu hỏi"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Hãy ghi câu hỏi.")},
    )
    option_a = forms.CharField(
        label="A", max_length=200, error_messages={"required": gettext_lazy("Hãy ghi phương án A.")}
    )
    option_b = forms.CharField(
        label="B", max_length=200, error_messages={"required": gettext_lazy("Hãy ghi phương án B.")}
    )
    option_c = forms.CharField(label="C", max_length=200, required=False)
    option_d = forms.CharField(label="D", max_length=200, required=False)
    right = forms.ChoiceField(
        label=gettext_lazy("Đáp án đúng"), choices=[(place, letter) for place, letter in enumerate(LETTERS)]
    )
    why = forms.CharField(label=gettext_lazy("Giải thích, nguồn"), max_length=400, required=False)

    def as_written(self) -> Written:
        """Return what was written, once the form is valid."""
        data = self.cleaned_data
        options = [data[f"option_{letter.lower()}"] for letter in LETTERS]
        return Written(data["text"], options, int(data["right"]), data["why"])


class FileForm(forms.Form):
    """A spreadsheet of questions."""

    file = forms.FileField(
        label=gettext_lazy("Tệp .xlsx hoặc .csv"),
        error_messages={"required": gettext_lazy("Hãy chọn tệp."), "empty": gettext_lazy("Tệp trống.")},
    )


class DrawForm(forms.Form):
    """The answer to the tie-break question."""

    tie_answer = forms.IntegerField(
        label=gettext_lazy("Đáp án câu hỏi phụ"),
        min_value=0,
        max_value=MOST_GUESS,
        error_messages={"required": gettext_lazy("Hãy ghi đáp án bằng số.")},
    )
