"""Quizzes in rounds: a bank of questions, what each person answered once, and who won."""

from shop.campaign.quizzes.models.attempt import Answer, Attempt, Winner
from shop.campaign.quizzes.models.question import Question
from shop.campaign.quizzes.models.quiz import Phase, Quiz, QuizState, Round, RoundQuestion

__all__ = [
    "Answer",
    "Attempt",
    "Phase",
    "Question",
    "Quiz",
    "QuizState",
    "Round",
    "RoundQuestion",
    "Winner",
]
