"""Who answered, as far as quotas and weights ask: commune, age group, sex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shop.campaign.surveys.domain.questionnaire import Questionnaire


@dataclass(frozen=True)
class Profile:
    """Values of the three dimensions; "" where the question was not asked or not answered."""

    commune: str = ""
    age: str = ""
    sex: str = ""


def profile_of(questionnaire: Questionnaire, answers: Mapping[str, Any], bounds: Sequence[int]) -> Profile:
    """Return the profile in a set of answers. bounds: years where age groups begin, rising."""
    found: dict[str, str] = {}
    for role in ("commune", "age", "sex"):
        question = questionnaire.with_role(role)
        answer = answers.get(question.key) if question else None
        if answer is not None:
            found[role] = age_group(int(answer), bounds) if role == "age" else str(answer)
    return Profile(**found)


def age_group(years: int, bounds: Sequence[int]) -> str:
    """Return the group of an age, named by its lower bound; "0" below the first."""
    return str(max((bound for bound in bounds if bound <= years), default=0))


def age_groups(bounds: Sequence[int]) -> dict[str, str]:
    """Return the groups with their names: {"18": "18–29", …, "60": "60+"}."""
    edges = [*bounds, None]
    return {
        str(low): f"{low}+" if high is None else f"{low}–{high - 1}"
        for low, high in zip(bounds, edges[1:], strict=True)
    }
