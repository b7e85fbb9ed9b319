"""Questions as a page shows them: fields, what was typed, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shop.campaign.surveys.domain.kinds import field_names
from shop.campaign.surveys.domain.questionnaire import Kind, Option, Question
from shop.campaign.surveys.places import Places


@dataclass(frozen=True)
class Line:
    """One row of fields: a matrix row or a ranked option. value: what is chosen."""

    name: str
    text: str
    value: str


@dataclass(frozen=True)
class Card:
    """One question on the page. chosen: typed values of its one field; columns: how many to lay side by side."""

    question: Question
    number: int
    chosen: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def value(self) -> str:
        return self.chosen[-1] if self.chosen else ""

    @property
    def ranks(self) -> list[str]:
        return [str(place) for place in range(1, len(self.question.options) + 1)]

    @property
    def is_short(self) -> bool:
        """Whether the options of a choice fit in chips."""
        return all(len(option.text) <= 24 for option in self.question.options)


def sheet(
    questions: Iterable[Question],
    typed: Mapping[str, Sequence[str]],
    places: Places,
    numbers: Mapping[str, int],
    errors: Mapping[str, str] | None = None,
) -> list[Card]:
    """Return the cards of a page. numbers: question key -> its number; errors: question key -> sentence."""
    return [
        Card(
            question=question,
            number=numbers[question.key],
            chosen=list(typed.get(question.key, ())),
            lines=_lines(question, typed),
            places=places.get(question.scope, {}) if question.kind == Kind.PLACE else {},
            error=(errors or {}).get(question.key, ""),
        )
        for question in questions
    ]


def _lines(question: Question, typed: Mapping[str, Sequence[str]]) -> list[Line]:
    parts: tuple[Option, ...] = ()
    if question.kind == Kind.MATRIX:
        parts = question.rows
    elif question.kind == Kind.RANKING:
        parts = question.options
    names = field_names(question) if parts else []
    return [
        Line(name, part.text, (list(typed.get(name, ())) or [""])[-1]) for name, part in zip(names, parts, strict=True)
    ]
