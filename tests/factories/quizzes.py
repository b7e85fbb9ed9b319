"""Quizzes, rounds, attempts."""

from __future__ import annotations

import datetime

from django.utils import timezone

from shop.accounts.models import User
from shop.campaign.quizzes.domain import answering, bank, rounds
from shop.campaign.quizzes.models import Attempt, Question, Quiz, Round
from shop.regions.models import Commune
from tests.factories.people import UserFactory

DAY = datetime.timedelta(days=1)


def a_quiz(commune: Commune, *, title: str = "Tìm hiểu OCOP", questions: int = 6) -> Quiz:
    """Return a published quiz of a province whose bank has so many questions; "đúng" is right in each."""
    now = timezone.now()
    written = rounds.QuizRules(
        title=title, organiser="Ban Chỉ đạo", province=commune.province, commune=None, rules="Mỗi số một lượt."
    )
    quiz = rounds.write_quiz(rules=written, quiz=None, by=None, at=now)
    for number in range(questions):
        question = bank.Written(f"Câu thử {number} của {title}?", ["sai", "đúng", "sai nữa"], number % 2, "Nguồn thử")
        options = ["đúng", "sai", "sai nữa"] if question.right == 0 else question.options
        bank.add(quiz=quiz, written=bank.Written(question.text, options, question.right), by=None, at=now)
    rounds.publish_quiz(quiz=quiz, by=None, at=now)
    quiz.refresh_from_db()
    return quiz


def a_round(quiz: Quiz, *, opened: datetime.timedelta = DAY, publish: bool = True, **rules: object) -> Round:
    """Return a round of 3 questions and 2 prizes that opened so long ago and lasts 7 days."""
    opens_at = timezone.now() - opened
    written = rounds.RoundRules(
        **{
            "opens_at": opens_at,
            "closes_at": opens_at + 7 * DAY,
            "size": 3,
            "seconds": 300,
            "pass_right": 2,
            "tie_text": "Bao nhiêu người nộp bài?",
            "prizes": 2,
            "prize_text": "Giỏ quà",
            **rules,
        }
    )
    before = opens_at - DAY
    found = rounds.write_round(quiz=quiz, rules=written, round_=None, by=None, at=before)
    if publish:
        rounds.publish_round(round_=found, by=None, at=before)
    found.refresh_from_db()
    return found


def a_player(**fields: object) -> User:
    """Return somebody with a proved phone."""
    return UserFactory(phone_verified_at=timezone.now(), **fields)


def an_attempt(round_: Round, user: User | None = None, *, right: int = 3, guess: int = 10, at=None) -> Attempt:
    """Return an attempt that was handed in at once, with so many right answers."""
    at = at or round_.opens_at
    attempt = answering.begin(round_=round_, user=user or a_player(), at=at)
    questions = Question.objects.filter(chosen__round=round_).order_by("pk")
    choices = {row.pk: row.right if place < right else 2 for place, row in enumerate(questions)}
    return answering.hand_in(attempt=attempt, choices=choices, guess=guess, at=at)
