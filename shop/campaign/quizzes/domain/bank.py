"""The question bank: add one by one or many from a file, and retire."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.quizzes.models import Question, Quiz, QuizState
from shop.campaign.quizzes.models.question import FEWEST_OPTIONS, MOST_OPTIONS

LONGEST_TEXT, LONGEST_OPTION = 400, 200


class InvalidQuestion(Exception):
    """A question has a text, two to four different options, and one of them is right. field: where it is wrong."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class Duplicate(Exception):
    """The bank has this question."""


class NotNow(Exception):
    """The quiz was cancelled."""


@dataclass(frozen=True)
class Written:
    """A question as somebody wrote it. right: place in options, from 0."""

    text: str
    options: Sequence[str]
    right: int
    why: str = ""


def checked(written: Written) -> Written:
    """Return the question when it can be asked. Raises InvalidQuestion."""
    options = [option for option in written.options if option]
    if not written.text or len(written.text) > LONGEST_TEXT:
        raise InvalidQuestion("text")
    folded = {option.casefold() for option in options}
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS or len(folded) != len(options):
        raise InvalidQuestion("options")
    if any(len(option) > LONGEST_OPTION for option in options):
        raise InvalidQuestion("options")
    if not 0 <= written.right < len(written.options) or not written.options[written.right]:
        raise InvalidQuestion("right")
    right = options.index(written.options[written.right])
    return Written(written.text, options, right, written.why[:LONGEST_TEXT])


@transaction.atomic
def add(*, quiz: Quiz, written: Written, by: User | None, at: datetime.datetime) -> Question:
    """Add a question. Raises InvalidQuestion, Duplicate, NotNow."""
    if quiz.state == QuizState.CANCELLED:
        raise NotNow
    question = checked(written)
    try:
        with transaction.atomic():
            added = _new(quiz, question, at)
    except IntegrityError as twice:
        raise Duplicate from twice
    record(actor=by, action="quiz.question_added", subject=quiz, at=at, details={"question": added.pk})
    return added


@transaction.atomic
def add_many(*, quiz: Quiz, rows: Iterable[Written], by: User | None, at: datetime.datetime) -> tuple[int, int]:
    """Add questions, passing over those the bank has. Return (added, passed over). Raises InvalidQuestion, NotNow."""
    if quiz.state == QuizState.CANCELLED:
        raise NotNow
    Quiz.objects.select_for_update().get(pk=quiz.pk)
    known = set(quiz.questions.values_list("text", flat=True))
    added = passed = 0
    for row in rows:
        question = checked(row)
        if question.text in known:
            passed += 1
            continue
        known.add(question.text)
        _new(quiz, question, at)
        added += 1
    record(actor=by, action="quiz.questions_imported", subject=quiz, at=at, details={"added": added, "known": passed})
    return added, passed


@transaction.atomic
def retire(*, question: Question, by: User, at: datetime.datetime) -> None:
    """Ask a question in no further round; rounds that chose it keep it."""
    Question.objects.filter(pk=question.pk).update(is_retired=True)
    details = {"question": question.pk}
    record(actor=by, action="quiz.question_retired", subject=question.quiz, at=at, details=details)


def _new(quiz: Quiz, question: Written, at: datetime.datetime) -> Question:
    return Question.objects.create(
        quiz=quiz,
        text=question.text,
        options=list(question.options),
        right=question.right,
        why=question.why,
        created_at=at,
    )
