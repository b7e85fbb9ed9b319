"""Which questions somebody is asked, given what was answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shop.campaign.surveys.domain.questionnaire import Condition, Question, Questionnaire, Section

Answers = Mapping[str, Any]


def shown(questionnaire: Questionnaire, answers: Answers) -> list[Question]:
    """Return the questions that are asked, in order. An answer to a question that is not asked opens no branch."""
    asked: dict[str, Question] = {}
    for question in questionnaire.questions():
        if all(condition.question in asked and _holds(condition, answers) for condition in question.show_if):
            asked[question.key] = question
    return list(asked.values())


def shown_in(section: Section, questionnaire: Questionnaire, answers: Answers) -> list[Question]:
    """Return the questions of one section that are asked."""
    asked = {question.key for question in shown(questionnaire, answers)}
    return [question for question in section.questions if question.key in asked]


def pruned(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """Return the answers to questions that are asked; what belongs to a branch not taken falls away."""
    return {
        question.key: answers[question.key] for question in shown(questionnaire, answers) if question.key in answers
    }


def unanswered(questionnaire: Questionnaire, answers: Answers) -> list[Question]:
    """Return required questions that are asked and lack an answer."""
    return [one for one in shown(questionnaire, answers) if one.required and one.key not in answers]


def _holds(condition: Condition, answers: Answers) -> bool:
    answer = answers.get(condition.question)
    chosen = answer if isinstance(answer, list) else [answer]
    return any(key in condition.options for key in chosen)
