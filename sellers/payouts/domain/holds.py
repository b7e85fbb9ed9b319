"""Freeze what a seller is owed for one part of an order, and let it go again."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.models import Partner
from sellers.payouts.models import PayoutHold
from shop.accounts.models import User
from shop.audit.trail import record

MANUAL = "manual:"


def hold(*, seller: Partner, source: str, part_number: str, amount_vnd: int, at: datetime.datetime) -> PayoutHold:
    """Hold an amount; the same source again changes nothing, unless it was released: then it is held again."""
    held, created = PayoutHold.objects.get_or_create(
        source=source,
        defaults={"seller": seller, "part_number": part_number, "amount_vnd": amount_vnd, "held_at": at},
    )
    if not created and held.released_at:
        held.released_at = None
        held.save(update_fields=["released_at"])
    return held


def release(*, source: str, at: datetime.datetime) -> None:
    """Let what a source held be paid out; again changes nothing."""
    PayoutHold.objects.filter(source=source, released_at=None).update(released_at=at)


def hold_by_hand(
    *, seller: Partner, part_number: str, amount_vnd: int, reason: str, by: User, at: datetime.datetime
) -> PayoutHold:
    """Let finance hold a part, for example while counterfeit goods are suspected; the reason goes to the trail."""
    with transaction.atomic():
        held = hold(
            seller=seller, source=f"{MANUAL}{part_number}", part_number=part_number, amount_vnd=amount_vnd, at=at
        )
        record(actor=by, action="payout.held", subject=held, at=at, reason=reason, details={"what": part_number})
    return held


def release_by_hand(*, held: PayoutHold, by: User, at: datetime.datetime) -> None:
    """Let go what was held by hand."""
    with transaction.atomic():
        release(source=held.source, at=at)
        record(actor=by, action="payout.released", subject=held, at=at, details={"what": held.part_number})
