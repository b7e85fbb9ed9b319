"""A survey's quotas hold exactly what counts of people like that."""

from __future__ import annotations

from collections.abc import Iterator

from shop.campaign.surveys.models import Quota, Response, Standing


def broken() -> Iterator[str]:
    """Name each quota whose places differ from the answers that count."""
    for quota in Quota.objects.select_related("survey").order_by("pk"):
        rows = Response.objects.filter(survey=quota.survey, standing=Standing.COUNTED)
        for name in ("commune", "age", "sex"):
            if value := getattr(quota, name):
                rows = rows.filter(**{name: value})
        count = rows.count()
        if count != quota.taken:
            yield f"survey {quota.survey.slug}, quota {quota}: {count} answers count"
