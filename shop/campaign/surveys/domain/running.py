"""Write, publish, reword, prolong, cancel and copy a survey, and release its results."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.reasons import ReasonMissing
from shop.campaign.surveys.domain.questionnaire import Questionnaire, as_body, parse, same_but_words
from shop.campaign.surveys.domain.writing import faults
from shop.campaign.surveys.models import Access, Margin, Phase, Quota, Standing, Survey, SurveyState, Version
from shop.regions.models import Commune, Province
from shop.regions.vietnamese import fold

SLUG_LENGTH = 70


class NotNow(Exception):
    """The survey's phase does not allow this."""


class NotReady(Exception):
    """The questionnaire has faults (writing.faults)."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__(*found)
        self.faults = list(found)


class StillHeld(Exception):
    """Two people have not decided about every answer that was held back: a later decision would change the results."""


class OnlyWords(Exception):
    """A published survey may be reworded; other questions make another round."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an organiser fills in beside the questions. age_bounds: years where age groups begin, rising."""

    title: str
    intro: str
    organiser: str
    province: Province
    commune: Commune | None
    consent: str
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    access: Access
    by_interviewers: bool
    age_bounds: Sequence[int]
    min_cell: int
    min_seconds: int
    per_network_hour: int


@transaction.atomic
def write(*, settings: Settings, survey: Survey | None, by: User | None, at: datetime.datetime) -> Survey:
    """Save the settings of a draft, or of a new one. Raises NotNow once it is published."""
    if survey is not None and survey.state != SurveyState.DRAFT:
        raise NotNow
    draft = survey or Survey(created_by=by, slug=_free_slug(settings.title), draft=as_body(Questionnaire()))
    for name in Settings.__dataclass_fields__:
        setattr(draft, name, getattr(settings, name))
    draft.age_bounds = list(settings.age_bounds)
    draft.save()
    record(actor=by, action="survey.written", subject=draft, at=at)
    return draft


@transaction.atomic
def change_questions(*, survey: Survey, change: Callable[[Questionnaire], Questionnaire]) -> Questionnaire:
    """Apply one change to the draft under its lock and return the result.

    Raises NotNow when it is over, OnlyWords when it is published and the change is more than words, and what `change`
    raises.
    """
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    if held.state == SurveyState.CANCELLED:
        raise NotNow
    changed = change(parse(held.draft))
    if held.state == SurveyState.PUBLISHED and not same_but_words(parse(held.draft), changed):
        raise OnlyWords
    held.draft = as_body(changed)
    held.save(update_fields=["draft"])
    return changed


@transaction.atomic
def publish(*, survey: Survey, by: User | None, at: datetime.datetime) -> Version:
    """Freeze the draft; published already: freeze its new words as the next version.

    People go on with the version they began with. Raises NotNow, NotReady.
    """
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    if held.state == SurveyState.CANCELLED or held.closes_at <= at:
        raise NotNow
    if found := faults(parse(held.draft)):
        raise NotReady(found)
    last = held.versions.last()
    if last and last.body == held.draft:
        raise NotNow
    version = Version.objects.create(
        survey=held,
        number=last.number + 1 if last else 1,
        body=held.draft,
        intro=held.intro,
        consent=held.consent,
        frozen_at=at,
        frozen_by=by,
    )
    Survey.objects.filter(pk=held.pk).update(state=SurveyState.PUBLISHED)
    action = "survey.reworded" if last else "survey.published"
    record(actor=by, action=action, subject=held, at=at, details={"version": version.number})
    return version


@transaction.atomic
def prolong(*, survey: Survey, closes_at: datetime.datetime, by: User, at: datetime.datetime) -> None:
    """Let a published survey end at another time that is still to come. Raises NotNow."""
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    if held.phase(at) not in {Phase.UPCOMING, Phase.RUNNING} or closes_at <= max(at, held.opens_at):
        raise NotNow
    details = {"before": held.closes_at.isoformat(), "after": closes_at.isoformat()}
    Survey.objects.filter(pk=held.pk).update(closes_at=closes_at)
    record(actor=by, action="survey.prolonged", subject=held, at=at, details=details)


@transaction.atomic
def cancel(*, survey: Survey, reason: str, by: User, at: datetime.datetime) -> None:
    """Stop a survey for good; the reason is shown. Raises NotNow, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    if held.phase(at) in {Phase.CLOSED, Phase.CANCELLED}:
        raise NotNow
    held.state, held.cancelled_reason = SurveyState.CANCELLED, reason.strip()
    held.save(update_fields=["state", "cancelled_reason"])
    record(actor=by, action="survey.cancelled", subject=held, at=at, reason=held.cancelled_reason)


@transaction.atomic
def release(*, survey: Survey, by: User | None, at: datetime.datetime) -> None:
    """Let everybody read the results. Raises NotNow before the end, StillHeld."""
    held = Survey.objects.select_for_update().get(pk=survey.pk)
    if held.phase(at) != Phase.CLOSED or held.released_at:
        raise NotNow
    if held.responses.filter(standing=Standing.QUARANTINED, decided_at=None).exists():
        raise StillHeld
    Survey.objects.filter(pk=held.pk).update(released_at=at)
    record(actor=by, action="survey.released", subject=held, at=at)


@transaction.atomic
def copy(
    *,
    survey: Survey,
    title: str,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    by: User | None,
    at: datetime.datetime,
) -> Survey:
    """Return a new round: a draft with the same questions, quotas and population, compared with this one later."""
    new = Survey.objects.get(pk=survey.pk)
    quotas, margins = list(new.quotas.all()), list(new.margins.all())
    new.pk, new.earlier_id, new.created_by = None, survey.pk, by
    new.slug, new.title, new.opens_at, new.closes_at = _free_slug(title), title, opens_at, closes_at
    new.state, new.cancelled_reason, new.released_at, new.is_demo = SurveyState.DRAFT, "", None, False
    new._state.adding = True
    new.save()
    Quota.objects.bulk_create(
        Quota(survey=new, commune=one.commune, age=one.age, sex=one.sex, most=one.most) for one in quotas
    )
    Margin.objects.bulk_create(
        Margin(survey=new, dimension=one.dimension, value=one.value, people=one.people) for one in margins
    )
    record(actor=by, action="survey.copied", subject=new, at=at, details={"from": survey.pk})
    return new


def _free_slug(title: str) -> str:
    base = slugify(fold(title))[:SLUG_LENGTH].strip("-") or "khao-sat"
    taken = set(Survey.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
