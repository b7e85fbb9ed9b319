"""Write and publish a contest."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.contests.models import Category, Contest, ContestState, Criterion, Standings
from shop.regions.models import Commune, Province
from shop.regions.vietnamese import fold

SLUG_LENGTH = 70


class NotNow(Exception):
    """The contest's phase does not allow this."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What an organiser writes. categories: names in the order shown; criteria: (name, percent)."""

    title: str
    organiser: str
    province: Province
    commune: Commune | None
    rules: str
    entries_until: datetime.datetime
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    choices_per_category: int
    may_change: bool
    takes_paper: bool
    standings: Standings
    categories: Sequence[str]
    jury_weight: int = 0
    criteria: Sequence[tuple[str, int]] = ()


@transaction.atomic
def write(*, rules: Rules, contest: Contest | None, by: User | None, at: datetime.datetime) -> Contest:
    """Save a draft, or a new one. Raises NotNow once it is published: what voters read stays as it is."""
    if contest is not None and contest.state != ContestState.DRAFT:
        raise NotNow
    draft = contest or Contest(created_by=by, slug=_free_slug(rules.title))
    for name in Rules.__dataclass_fields__.keys() - {"categories", "criteria"}:
        setattr(draft, name, getattr(rules, name))
    draft.save()
    draft.categories.all().delete()
    Category.objects.bulk_create(
        Category(contest=draft, number=number, name=name) for number, name in enumerate(rules.categories, start=1)
    )
    draft.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(contest=draft, number=number, name=name, weight=weight)
        for number, (name, weight) in enumerate(rules.criteria, start=1)
    )
    record(actor=by, action="contest.written", subject=draft, at=at)
    return draft


@transaction.atomic
def publish(*, contest: Contest, by: User | None, at: datetime.datetime) -> None:
    """Show the contest and let sellers enter. Raises NotNow when it is no draft or its voting would have begun."""
    held = Contest.objects.select_for_update().get(pk=contest.pk)
    if held.state != ContestState.DRAFT or held.opens_at <= at:
        raise NotNow
    held.state = ContestState.PUBLISHED
    held.save(update_fields=["state"])
    record(actor=by, action="contest.published", subject=held, at=at)


def _free_slug(title: str) -> str:
    base = slugify(fold(title))[:SLUG_LENGTH].strip("-") or "binh-chon"
    taken = set(Contest.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
