"""The places a place question offers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from shop.campaign.surveys.domain.questionnaire import Kind, Questionnaire, Scope
from shop.campaign.surveys.models import Survey
from shop.regions.models import Province
from shop.regions.queries import communes_of

Places = dict[Scope, dict[str, str]]
ELSEWHERE_NAME = gettext_lazy("Nơi khác")


def places_for(survey: Survey, questionnaire: Questionnaire) -> Places:
    """Return code -> name by scope, for the scopes this questionnaire asks about."""
    scopes = {question.scope for question in questionnaire.questions() if question.kind == Kind.PLACE}
    found: Places = {}
    if Scope.COMMUNE in scopes:
        found[Scope.COMMUNE] = dict(communes_of(survey.province_id).values_list("code", "name"))
    if Scope.PROVINCE in scopes:
        rows = Province.objects.filter(valid_to=None).order_by("sort_key")
        found[Scope.PROVINCE] = dict(rows.values_list("code", "name"))
    return found
