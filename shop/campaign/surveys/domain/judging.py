"""A person decides about answers that are held back."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.surveys.domain import quotas
from shop.campaign.surveys.domain.profiles import Profile
from shop.campaign.surveys.domain.running import ReasonMissing
from shop.campaign.surveys.models import Response, Standing


class NotHeld(Exception):
    """Somebody decided about this answer already, or two people decide about the burst it is of."""


@transaction.atomic
def free(*, response: Response, reason: str, by: User, at: datetime.datetime) -> Standing:
    """Let an answer count, or be surplus when its quota is full by now; why stands in the trail.

    Raises ReasonMissing, NotHeld.
    """
    held = _hold(response, reason)
    taken = quotas.take(survey=held.survey, profile=Profile(held.commune, held.age, held.sex))
    held.standing = Standing.COUNTED if taken else Standing.SURPLUS
    _note(held, reason, by, at, "survey.answer_freed")
    return Standing(held.standing)


@transaction.atomic
def keep_out(*, response: Response, reason: str, by: User, at: datetime.datetime) -> None:
    """Leave an answer out for good. It stays, with the reason. Raises ReasonMissing, NotHeld."""
    _note(_hold(response, reason), reason, by, at, "survey.answer_kept_out")


def _hold(response: Response, reason: str) -> Response:
    if not reason.strip():
        raise ReasonMissing
    held = Response.objects.select_for_update(of=("self",)).select_related("survey").get(pk=response.pk)
    if held.standing != Standing.QUARANTINED or held.decided_at or held.burst_id:
        raise NotHeld
    return held


def _note(held: Response, reason: str, by: User, at: datetime.datetime, action: str) -> None:
    held.decided_reason, held.decided_by, held.decided_at = reason.strip()[:500], by, at
    held.save(update_fields=["standing", "decided_reason", "decided_by", "decided_at"])
    details = {"answer": str(held.pk), "reasons": held.reasons}
    record(actor=by, action=action, subject=held.survey, at=at, reason=held.decided_reason, details=details)
