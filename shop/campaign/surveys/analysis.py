"""The analysis of one survey from the database."""

from __future__ import annotations

from shop.campaign.surveys.domain.questionnaire import parse
from shop.campaign.surveys.domain.results import Analysis, Answered
from shop.campaign.surveys.models import Response, Standing, Survey
from shop.campaign.surveys.places import ELSEWHERE_NAME, places_for
from shop.campaign.surveys.queries import newest


def analysis_of(survey: Survey) -> Analysis:
    """Return the analysis of what counts. Two queries and those for the names of places."""
    version = newest(survey)
    questionnaire = parse(version.body if version else survey.draft)
    rows = Response.objects.filter(survey=survey, standing=Standing.COUNTED).order_by("pk")
    margins: dict[str, dict[str, float]] = {}
    for margin in survey.margins.all():
        margins.setdefault(margin.dimension, {})[margin.value] = margin.people
    return Analysis(
        questionnaire=questionnaire,
        rows=[Answered(*values) for values in rows.values_list("answers", "commune", "age", "sex")],
        margins=margins,
        bounds=survey.age_bounds,
        places={
            scope: {**names, "khac": str(ELSEWHERE_NAME)} for scope, names in places_for(survey, questionnaire).items()
        },
        least=survey.min_cell,
    )
