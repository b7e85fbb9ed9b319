"""Freeze what a seller is owed for one part of an order, and let it go again."""

from __future__ import annotations

import datetime

from sellers.models import Partner
from sellers.payouts.models import PayoutHold


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
