"""Whether a seller may sell: suspended for a reason, reopened later."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.enums import SellerState
from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record
from shop.communication.sending import tell

SHORTEST_REASON = 10


class ReasonTooShort(Exception):
    """The seller reads the reason: it must say something."""


class StandingUnchanged(Exception):
    """The seller already stands as asked; somebody else was faster."""


def suspend(*, seller_id: int, reason: str, by: User, at: datetime.datetime) -> Partner:
    """Take all goods of a seller off sale until reopened; orders already placed go on."""
    return _move(seller_id, SellerState.APPROVED, SellerState.SUSPENDED, "seller.suspended", reason, by, at)


def reopen(*, seller_id: int, reason: str, by: User, at: datetime.datetime) -> Partner:
    """Let a suspended seller sell again."""
    return _move(seller_id, SellerState.SUSPENDED, SellerState.APPROVED, "seller.reopened", reason, by, at)


def _move(
    seller_id: int, before: SellerState, after: SellerState, act: str, reason: str, by: User, at: datetime.datetime
) -> Partner:
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort
    with transaction.atomic():
        seller = Partner.objects.select_for_update(of=("self",)).get(pk=seller_id)
        if seller.state != before:
            raise StandingUnchanged
        seller.state = after
        seller.save(update_fields=["state"])
        record(actor=by, action=act, subject=seller, at=at, reason=reason)
        if seller.phone:
            tell(
                key=f"{act}:{seller.pk}:{at.isoformat()}",
                recipient=seller.phone,
                template=act.replace(".", "_"),
                context={"seller": seller, "reason": reason},
            )
    return seller
