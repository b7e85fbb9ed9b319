"""What is held back until two people decide: one proposes with a reason, another agrees or sends it back."""

from __future__ import annotations

import datetime
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.accounts.models import User
from shop.campaign.reasons import MOST_LETTERS, stated

FILLING, PROPOSED = "filling", "proposed"


class AlreadyDecided(Exception):
    """It is not at this step any more."""


class SamePerson(Exception):
    """Who proposed does not decide."""


class DecidedByTwo(models.Model):
    """Something that fills, is proposed and is decided. The subject names its own last states."""

    state = models.CharField(max_length=8, default=FILLING)
    is_refusal = models.BooleanField(default=False)
    reason = models.CharField(_("lý do"), max_length=MOST_LETTERS, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


Held = TypeVar("Held", bound=DecidedByTwo)


def kept_by_the_database(prefix: str, *last: str) -> list[models.CheckConstraint]:
    """Return what the database refuses: a proposal without a reason, and one of the last states by one person."""
    return [
        models.CheckConstraint(
            condition=Q(state=FILLING) | (~Q(reason="") & Q(proposed_by__isnull=False)),
            name=f"{prefix}_proposed_with_a_reason",
        ),
        models.CheckConstraint(
            condition=~Q(state__in=list(last)) | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            name=f"{prefix}_decided_by_two",
        ),
    ]


def propose(held: Held, *, is_refusal: bool, reason: str, by: User) -> Held:
    """Return it, locked and proposed. Raises ReasonMissing, AlreadyDecided."""
    why = stated(reason)
    row = _locked(held, FILLING)
    row.state, row.is_refusal, row.reason, row.proposed_by = PROPOSED, is_refusal, why, by
    row.save(update_fields=["state", "is_refusal", "reason", "proposed_by"])
    return row


def another_ones_proposal(held: Held, *, by: User) -> Held:
    """Return it, locked, for somebody else to decide or send back. Raises AlreadyDecided, SamePerson."""
    row = _locked(held, PROPOSED)
    if row.proposed_by_id == by.pk:
        raise SamePerson
    return row


def send_back(held: Held, *, reason: str, by: User) -> Held:
    """Return it, locked and open to another proposal. Raises ReasonMissing, AlreadyDecided, SamePerson."""
    why = stated(reason)
    row = another_ones_proposal(held, by=by)
    row.state, row.reason, row.proposed_by = FILLING, why, None
    row.save(update_fields=["state", "reason", "proposed_by"])
    return row


def decide(row: DecidedByTwo, *, state: str, by: User, at: datetime.datetime) -> None:
    """End a proposal that another_ones_proposal gave, in one of the subject's last states."""
    row.state, row.decided_by, row.decided_at = state, by, at
    row.save(update_fields=["state", "decided_by", "decided_at"])


def _locked(held: Held, state: str) -> Held:
    row = type(held)._default_manager.select_for_update(of=("self",)).get(pk=held.pk)
    if row.state != state:
        raise AlreadyDecided
    return row
