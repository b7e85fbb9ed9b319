"""The values of the three dimensions of a survey, with names people read."""

from __future__ import annotations

from collections.abc import Mapping

from shop.campaign.surveys.domain.profiles import age_groups
from shop.campaign.surveys.domain.questionnaire import Scope, parse
from shop.campaign.surveys.models import Quota, Survey
from shop.campaign.surveys.places import places_for


def values_of(survey: Survey) -> dict[str, dict[str, str]]:
    """Return dimension -> value -> name, for the dimensions its questions ask about."""
    questionnaire = parse(survey.draft)
    found: dict[str, dict[str, str]] = {}
    if place := questionnaire.with_role("commune"):
        found["commune"] = places_for(survey, questionnaire).get(Scope(place.scope), {})
    if questionnaire.with_role("age"):
        found["age"] = age_groups(survey.age_bounds)
    if sex := questionnaire.with_role("sex"):
        found["sex"] = {option.key: option.text for option in sex.options}
    return found


def quota_name(quota: Quota, values: Mapping[str, Mapping[str, str]]) -> str:
    """Return "Xã Phước Hà; 18–29; Nữ"."""
    parts = [(name, getattr(quota, name)) for name in ("commune", "age", "sex")]
    return "; ".join(values.get(name, {}).get(value, value) for name, value in parts if value)
