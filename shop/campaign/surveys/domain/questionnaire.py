"""The shape of a questionnaire: sections of questions, as it is written, frozen, and carried by interviewers' phones.

Body: {"sections": [{"key": "s1", "title": "…", "questions": [{"key": "q1", "kind": "single", …}]}], "last": 1}.
Keys stay when texts change and when a round is copied: rounds are compared by them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """Kinds of questions."""

    SINGLE = "single"
    SEVERAL = "several"
    SCALE = "scale"
    MATRIX = "matrix"
    RANKING = "ranking"
    NUMBER = "number"
    TEXT = "text"
    PLACE = "place"


class Scope(StrEnum):
    """What a place question asks for."""

    COMMUNE = "commune"
    PROVINCE = "province"


CHOICES = frozenset({Kind.SINGLE, Kind.SEVERAL, Kind.SCALE})
WITH_OPTIONS = frozenset({*CHOICES, Kind.MATRIX, Kind.RANKING})
ROLE_KINDS = {"commune": Kind.PLACE, "age": Kind.NUMBER, "sex": Kind.SINGLE}


@dataclass(frozen=True)
class Option:
    """Something to choose. In a scale the keys count from 1."""

    key: str
    text: str


@dataclass(frozen=True)
class Condition:
    """The answer to an earlier question is, or holds, one of these options."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question. rows: lines of a matrix; low, high: bounds of a number; show_if: all of them must hold.

    role: "commune", "age" or "sex" when quotas and weights read it.
    """

    key: str
    kind: Kind
    title: str
    help: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    rows: tuple[Option, ...] = ()
    low: int | None = None
    high: int | None = None
    unit: str = ""
    scope: Scope = Scope.COMMUNE
    role: str = ""
    show_if: tuple[Condition, ...] = ()

    def option_text(self, key: str) -> str:
        """Return the text of an option, or its key when there is none."""
        return next((option.text for option in self.options if option.key == key), key)


@dataclass(frozen=True)
class Section:
    """Questions on one page."""

    key: str
    title: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """All sections in their order. last: the number of the newest question, so that no key comes back."""

    sections: tuple[Section, ...] = ()
    last: int = 0

    def questions(self) -> Iterator[Question]:
        """Yield every question in order."""
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question | None:
        """Return the question with a key."""
        return next((question for question in self.questions() if question.key == key), None)

    def with_role(self, role: str) -> Question | None:
        """Return the question that quotas and weights read for a dimension."""
        return next((question for question in self.questions() if question.role == role), None)


def parse(body: dict[str, Any]) -> Questionnaire:
    """Return the questionnaire of a stored body."""
    sections = [
        Section(row["key"], row["title"], tuple(_question(each) for each in row["questions"]))
        for row in body.get("sections", [])
    ]
    return Questionnaire(tuple(sections), body.get("last", 0))


def as_body(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return what is stored of a questionnaire."""
    return {"sections": [asdict(section) for section in questionnaire.sections], "last": questionnaire.last}


def same_but_words(one: Questionnaire, other: Questionnaire) -> bool:
    """Return whether two questionnaires differ in texts alone."""
    return _bones(one) == _bones(other)


def _bones(questionnaire: Questionnaire) -> list[tuple[str, list[Question]]]:
    return [(section.key, [_bone(each) for each in section.questions]) for section in questionnaire.sections]


def _bone(question: Question) -> Question:
    options = tuple(replace(option, text="") for option in question.options)
    rows = tuple(replace(row, text="") for row in question.rows)
    return replace(question, title="", help="", unit="", options=options, rows=rows)


def _question(row: dict[str, Any]) -> Question:
    return Question(
        **{
            **row,
            "kind": Kind(row["kind"]),
            "scope": Scope(row.get("scope", Scope.COMMUNE)),
            "options": tuple(Option(**option) for option in row.get("options", ())),
            "rows": tuple(Option(**option) for option in row.get("rows", ())),
            "show_if": tuple(
                Condition(condition["question"], tuple(condition["options"])) for condition in row.get("show_if", ())
            ),
        }
    )
