"""Quotas: who is stopped because enough people like them have answered."""

from __future__ import annotations

from django.db.models import F

from shop.campaign.surveys.domain.profiles import Profile
from shop.campaign.surveys.models import Quota, Survey


def fits(quota: Quota, profile: Profile) -> bool:
    """Return whether a quota is about somebody like this; what is not known of somebody fits nothing."""
    pairs = ((quota.commune, profile.commune), (quota.age, profile.age), (quota.sex, profile.sex))
    return all(wanted in {"", given} for wanted, given in pairs)


def stop_if_full(*, survey: Survey, profile: Profile) -> bool:
    """Return whether a quota for this profile is full, and count who is turned away by it."""
    full = [quota.pk for quota in survey.quotas.all() if fits(quota, profile) and quota.taken >= quota.most]
    Quota.objects.filter(pk__in=full).update(turned_away=F("turned_away") + 1)
    return bool(full)


def take(*, survey: Survey, profile: Profile) -> bool:
    """Take one place in every quota for this profile, or none and return False. Call it in a transaction.

    Quotas are locked by key, so that two answers cannot take the last place, nor wait for each other in a circle. The
    survey is shared until then: who sets quotas meanwhile waits, and counts this answer.
    """
    list(Survey.objects.raw("SELECT id FROM surveys_survey WHERE id = %s FOR SHARE", [survey.pk]))
    held = [quota for quota in survey.quotas.select_for_update().order_by("pk") if fits(quota, profile)]
    if any(quota.taken >= quota.most for quota in held):
        return False
    Quota.objects.filter(pk__in=[quota.pk for quota in held]).update(taken=F("taken") + 1)
    return True


def give_back(*, survey: Survey, profile: Profile) -> None:
    """Free the places an answer took that does not count any more."""
    held = [quota for quota in survey.quotas.select_for_update().order_by("pk") if fits(quota, profile)]
    Quota.objects.filter(pk__in=[quota.pk for quota in held], taken__gt=0).update(taken=F("taken") - 1)
