"""Read one answer out of what was typed.

Fields: "<key>" for most kinds, "<key>-<row>" for each line of a matrix, "<key>-<option>" for each rank.
Answers: single and scale "option"; several ["option", …]; matrix {"row": "option"}; ranking ["first", "second", …];
number int; text str; place an official code, or "khac" for somewhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from shop.campaign.surveys.domain.questionnaire import Kind, Option, Question

Typed = Mapping[str, Sequence[str]]
ELSEWHERE = "khac"
LONGEST_TEXT = 2000
LARGEST = 2_000_000_000


class BadAnswer(Exception):
    """What was typed is no answer. problem: one of the codes in messages.py."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def field_names(question: Question) -> list[str]:
    """Return the names of the form fields of a question."""
    if question.kind == Kind.MATRIX:
        return [f"{question.key}-{row.key}" for row in question.rows]
    if question.kind == Kind.RANKING:
        return [f"{question.key}-{option.key}" for option in question.options]
    return [question.key]


def clean(question: Question, typed: Typed, *, places: Collection[str]) -> Any:
    """Return the answer, or None when nothing was answered. places: codes the question may take. Raises BadAnswer."""
    values = [[value.strip() for value in typed.get(name, ()) if value.strip()] for name in field_names(question)]
    if not any(values):
        return None
    match question.kind:
        case Kind.SINGLE | Kind.SCALE:
            return _option(values[0][-1], question.options)
        case Kind.SEVERAL:
            return _several(values[0], question)
        case Kind.MATRIX:
            return _matrix(values, question)
        case Kind.RANKING:
            return _ranking(values, question)
        case Kind.NUMBER:
            return _number(values[0][-1], question)
        case Kind.TEXT:
            return _text(values[0][-1])
        case Kind.PLACE:
            return _place(values[0][-1], places)


def _option(value: str, options: Sequence[Option]) -> str:
    if value not in {option.key for option in options}:
        raise BadAnswer("option")
    return value


def _several(values: Sequence[str], question: Question) -> list[str]:
    chosen = {_option(value, question.options) for value in values}
    return [option.key for option in question.options if option.key in chosen]


def _matrix(values: Sequence[Sequence[str]], question: Question) -> dict[str, str]:
    """A required matrix wants every line answered."""
    lines = zip(question.rows, values, strict=True)
    answer = {row.key: _option(line[-1], question.options) for row, line in lines if line}
    if question.required and len(answer) < len(question.rows):
        raise BadAnswer("lines")
    return answer


def _ranking(values: Sequence[Sequence[str]], question: Question) -> list[str]:
    """Every option has its own rank from 1, none twice."""
    ranks = {option.key: line[-1] if line else "" for option, line in zip(question.options, values, strict=True)}
    wanted = [str(place) for place in range(1, len(question.options) + 1)]
    if sorted(ranks.values()) != sorted(wanted):
        raise BadAnswer("ranks")
    return sorted(ranks, key=lambda key: int(ranks[key]))


def _number(value: str, question: Question) -> int:
    digits = value.replace(".", "").replace(" ", "").replace("\u00a0", "")
    if not digits.removeprefix("-").isascii() or not digits.removeprefix("-").isdigit() or len(digits) > 11:
        raise BadAnswer("number")
    number = int(digits)
    low = -LARGEST if question.low is None else question.low
    high = LARGEST if question.high is None else question.high
    if not low <= number <= high:
        raise BadAnswer("range")
    return number


def _text(value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise BadAnswer("long")
    return value


def _place(value: str, places: Collection[str]) -> str:
    if value != ELSEWHERE and value not in places:
        raise BadAnswer("place")
    return value
