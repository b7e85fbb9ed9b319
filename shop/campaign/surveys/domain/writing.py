"""Change the draft of a questionnaire: sections and questions come, move and go; keys are never used twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from shop.campaign.surveys.domain.questionnaire import (
    CHOICES,
    ROLE_KINDS,
    WITH_OPTIONS,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
)

MOST_SECTIONS = 20
MOST_QUESTIONS = 60
MOST_OPTIONS = 40

Part = TypeVar("Part", Section, Question)


class TooMuch(Exception):
    """More sections or questions than one survey may have."""


class NoSuchPart(Exception):
    """The section or question is not there any more."""


class NeededByBranch(Exception):
    """Another question is shown only after an answer to this one, or would come before it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


def add_section(questionnaire: Questionnaire, title: str) -> Questionnaire:
    """Return it with one more section at the end. Raises TooMuch."""
    if len(questionnaire.sections) >= MOST_SECTIONS:
        raise TooMuch
    key = _next_key("s", (section.key for section in questionnaire.sections))
    return replace(questionnaire, sections=(*questionnaire.sections, Section(key, title)))


def rename_section(questionnaire: Questionnaire, key: str, title: str) -> Questionnaire:
    """Return it with another title of a section. Raises NoSuchPart."""
    _section(questionnaire, key)
    sections = tuple(replace(one, title=title) if one.key == key else one for one in questionnaire.sections)
    return replace(questionnaire, sections=sections)


def drop_section(questionnaire: Questionnaire, key: str) -> Questionnaire:
    """Return it without a section and its questions. Raises NoSuchPart, NeededByBranch."""
    _section(questionnaire, key)
    kept = tuple(one for one in questionnaire.sections if one.key != key)
    return _checked(replace(questionnaire, sections=kept))


def move_section(questionnaire: Questionnaire, key: str, by: int) -> Questionnaire:
    """Return it with a section moved up (-1) or down (1). Raises NoSuchPart, NeededByBranch."""
    _section(questionnaire, key)
    return _checked(replace(questionnaire, sections=_moved(questionnaire.sections, key, by)))


def put_question(questionnaire: Questionnaire, section_key: str, question: Question) -> Questionnaire:
    """Return it with the question written over the one with its key, or added to the section when the key is empty.

    Raises NoSuchPart, TooMuch, NeededByBranch.
    """
    section = _section(questionnaire, section_key)
    every = list(questionnaire.questions())
    if question.key:
        if all(one.key != question.key for one in section.questions):
            raise NoSuchPart
        questions = tuple(question if one.key == question.key else one for one in section.questions)
    else:
        if len(every) >= MOST_QUESTIONS:
            raise TooMuch
        questionnaire = replace(questionnaire, last=questionnaire.last + 1)
        question = replace(question, key=f"q{questionnaire.last}")
        questions = (*section.questions, question)
    others = _without_role(questionnaire, question)
    return _checked(_with_questions(others, section_key, _same_role_taken(questions, question)))


def drop_question(questionnaire: Questionnaire, key: str) -> Questionnaire:
    """Return it without a question. Raises NoSuchPart, NeededByBranch."""
    section = section_of(questionnaire, key)
    kept = tuple(one for one in section.questions if one.key != key)
    return _checked(_with_questions(questionnaire, section.key, kept))


def move_question(questionnaire: Questionnaire, key: str, by: int) -> Questionnaire:
    """Return it with a question moved up or down in its section. Raises NoSuchPart, NeededByBranch."""
    section = section_of(questionnaire, key)
    return _checked(_with_questions(questionnaire, section.key, _moved(section.questions, key, by)))


def section_of(questionnaire: Questionnaire, key: str) -> Section:
    """Return the section a question is in. Raises NoSuchPart."""
    for section in questionnaire.sections:
        if any(question.key == key for question in section.questions):
            return section
    raise NoSuchPart


def earlier_choices(questionnaire: Questionnaire, key: str, section_key: str) -> list[Question]:
    """Return the questions a branch may ask about: choices that come before a question (key "": a new one)."""
    found: list[Question] = []
    for section in questionnaire.sections:
        for question in section.questions:
            if question.key == key:
                return found
            if question.kind in CHOICES:
                found.append(question)
        if not key and section.key == section_key:
            return found
    return found


def options_from(lines: Sequence[str], before: Sequence[Option], *, by_place: bool = False) -> tuple[Option, ...]:
    """Return options for the lines somebody typed. A text that was there keeps its key; by_place: the place does."""
    if by_place:
        return tuple(Option(str(place), text) for place, text in enumerate(lines, start=1))
    known = {option.text: option.key for option in before}
    if len(lines) == len(before):  # reworded, not reordered: what has a new text keeps the key of its place
        free = [option.key for option in before if option.text not in lines]
        return tuple(Option(known.get(text) or free.pop(0), text) for text in lines)
    last = max((int(option.key) for option in before if option.key.isdigit()), default=0)
    options = []
    for text in lines:
        if text not in known:
            last += 1
        options.append(Option(known.get(text, str(last)), text))
    return tuple(options)


def faults(questionnaire: Questionnaire) -> list[str]:
    """Return what keeps a questionnaire from being published, as codes: empty, or "<code>:<question title>"."""
    questions = list(questionnaire.questions())
    found = [] if questions else ["empty"]
    found += [f"section:{section.title}" for section in questionnaire.sections if not section.questions]
    for question in questions:
        if question.kind in WITH_OPTIONS and len(question.options) < 2:
            found.append(f"options:{question.title}")
        if question.kind == Kind.MATRIX and not question.rows:
            found.append(f"rows:{question.title}")
    return found


def role_fits(question: Question) -> bool:
    """Return whether a question's kind fits its role."""
    return not question.role or ROLE_KINDS[question.role] == question.kind


def _next_key(letter: str, keys: Iterable[str]) -> str:
    return f"{letter}{max((int(key[1:]) for key in keys), default=0) + 1}"


def _section(questionnaire: Questionnaire, key: str) -> Section:
    for section in questionnaire.sections:
        if section.key == key:
            return section
    raise NoSuchPart


def _with_questions(questionnaire: Questionnaire, key: str, questions: tuple[Question, ...]) -> Questionnaire:
    sections = tuple(replace(one, questions=questions) if one.key == key else one for one in questionnaire.sections)
    return replace(questionnaire, sections=sections)


def _without_role(questionnaire: Questionnaire, question: Question) -> Questionnaire:
    """One question per role: the one written last has it."""
    sections = [
        replace(section, questions=_same_role_taken(section.questions, question)) for section in questionnaire.sections
    ]
    return replace(questionnaire, sections=tuple(sections))


def _same_role_taken(questions: Sequence[Question], question: Question) -> tuple[Question, ...]:
    return tuple(
        replace(one, role="") if question.role and one.role == question.role and one.key != question.key else one
        for one in questions
    )


def _moved(parts: Sequence[Part], key: str, by: int) -> tuple[Part, ...]:
    row = list(parts)
    place = next(index for index, part in enumerate(row) if part.key == key)
    target = min(max(place + by, 0), len(row) - 1)
    row.insert(target, row.pop(place))
    return tuple(row)


def _checked(questionnaire: Questionnaire) -> Questionnaire:
    """Raises NeededByBranch when a question asks about one that is gone, comes later, or lost the option."""
    before: dict[str, Question] = {}
    for question in questionnaire.questions():
        for condition in question.show_if:
            asked = before.get(condition.question)
            keys = {option.key for option in asked.options} if asked else set()
            if asked is None or asked.kind not in CHOICES or not set(condition.options) <= keys:
                raise NeededByBranch(question.title)
        before[question.key] = question
    return questionnaire
