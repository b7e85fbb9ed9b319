"""Cancel a contest: alone while nobody has voted, by two people afterwards, since who stops a vote decides it."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.contests.domain.log import locked
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.contests.domain.sealing import end_cancelled
from shop.campaign.contests.models import Contest, ContestState, Phase, RegisterMark
from shop.campaign.reasons import stated
from shop.campaign.two_people import SamePerson


@transaction.atomic
def propose(*, contest: Contest, reason: str, by: User, at: datetime.datetime) -> bool:
    """Cancel at once where nobody has voted, else propose it to others; return whether it is cancelled.

    Raises NotNow, also where somebody has proposed it, and ReasonMissing.
    """
    why = stated(reason, most=2000)
    held = _open(contest, at)
    if held.cancel_proposed_by_id:
        raise NotNow
    held.cancelled_reason = why
    if not RegisterMark.objects.filter(contest=held).exists():
        _cancel(held, by, at)
        return True
    held.cancel_proposed_by = by
    held.save(update_fields=["cancelled_reason", "cancel_proposed_by"])
    record(actor=by, action="contest.cancel_proposed", subject=held, at=at, reason=why)
    return False


@transaction.atomic
def agree(*, contest: Contest, by: User, at: datetime.datetime) -> None:
    """Cancel as somebody else proposed. Raises NotNow, SamePerson."""
    held = _proposed(contest, at)
    if held.cancel_proposed_by_id == by.pk:
        raise SamePerson
    _cancel(held, by, at)


@transaction.atomic
def drop(*, contest: Contest, by: User, at: datetime.datetime) -> None:
    """Go on with a contest that somebody, also oneself, proposed to cancel. Raises NotNow."""
    held = _proposed(contest, at)
    details = {"proposed_by": held.cancel_proposed_by_id}
    record(
        actor=by, action="contest.cancel_dropped", subject=held, at=at, reason=held.cancelled_reason, details=details
    )
    held.cancelled_reason, held.cancel_proposed_by = "", None
    held.save(update_fields=["cancelled_reason", "cancel_proposed_by"])


def _open(contest: Contest, at: datetime.datetime) -> Contest:
    held = locked(contest.pk)
    if held.phase(at) in {Phase.CLOSED, Phase.CANCELLED}:
        raise NotNow
    return held


def _proposed(contest: Contest, at: datetime.datetime) -> Contest:
    held = _open(contest, at)
    if not held.cancel_proposed_by_id:
        raise NotNow
    return held


def _cancel(held: Contest, by: User, at: datetime.datetime) -> None:
    """Stop for good; the reason is shown. Of a contest that began the log gets every receipt and choice first."""
    if held.phase(at) in {Phase.RUNNING, Phase.COUNTING}:
        end_cancelled(held, reason=held.cancelled_reason)
    held.state = ContestState.CANCELLED
    held.save(update_fields=["state", "cancelled_reason"])
    record(actor=by, action="contest.cancelled", subject=held, at=at, reason=held.cancelled_reason)
