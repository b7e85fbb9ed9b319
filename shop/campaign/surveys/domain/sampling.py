"""Set quotas and the population of a survey."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.surveys.domain.running import NotNow
from shop.campaign.surveys.models import Margin, Phase, Quota, Response, Standing, Survey


@dataclass(frozen=True)
class Wanted:
    """A quota as an organiser writes it. "": any."""

    commune: str
    age: str
    sex: str
    most: int


class QuotaTooLow(Exception):
    """More answers than this count already."""

    def __init__(self, taken: int) -> None:
        super().__init__(taken)
        self.taken = taken


@transaction.atomic
def set_quotas(*, survey: Survey, wanted: Iterable[Wanted], by: User | None, at: datetime.datetime) -> None:
    """Put these quotas in place of those there were; what counts already takes its places.

    Raises NotNow when the survey is over, QuotaTooLow.
    """
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    if held.phase(at) in {Phase.CLOSED, Phase.CANCELLED}:
        raise NotNow
    before = {(one.commune, one.age, one.sex): one for one in held.quotas.select_for_update().order_by("pk")}
    kept = set()
    for one in wanted:
        key = (one.commune, one.age, one.sex)
        kept.add(key)
        taken = _taken(held, one)
        if taken > one.most:
            raise QuotaTooLow(taken)
        if key in before:
            Quota.objects.filter(pk=before[key].pk).update(most=one.most, taken=taken)
        else:
            Quota.objects.create(survey=held, commune=one.commune, age=one.age, sex=one.sex, most=one.most, taken=taken)
    Quota.objects.filter(pk__in=[one.pk for key, one in before.items() if key not in kept]).delete()
    record(actor=by, action="survey.sampling_set", subject=held, at=at, details={"quotas": len(kept)})


@transaction.atomic
def set_population(
    *, survey: Survey, people: Mapping[str, Mapping[str, int]], by: User | None, at: datetime.datetime
) -> None:
    """Put these margins in place of those there were. Allowed after the end too: results are weighted when read.

    Raises NotNow once the results are released: nobody weights what everybody has read.
    """
    if Survey.objects.select_for_update().get(pk=survey.pk).released_at:
        raise NotNow
    survey.margins.all().delete()
    Margin.objects.bulk_create(
        Margin(survey=survey, dimension=dimension, value=value, people=count)
        for dimension, values in people.items()
        for value, count in values.items()
    )
    sizes = {dimension: sum(values.values()) for dimension, values in people.items()}
    record(actor=by, action="survey.sampling_set", subject=survey, at=at, details={"people": sizes})


def _taken(survey: Survey, one: Wanted) -> int:
    rows = Response.objects.filter(survey=survey, standing=Standing.COUNTED)
    for name in ("commune", "age", "sex"):
        if value := getattr(one, name):
            rows = rows.filter(**{name: value})
    return rows.count()
