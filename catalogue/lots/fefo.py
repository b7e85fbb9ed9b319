"""First expired, first out: which lots goods are taken from. Lots are locked last, after orders and stock."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum

from catalogue.lots.models import Lot, LotState, LotTracking


class NotEnoughInLots(Exception):
    """The lots that may be sold hold less than asked. left: units they hold."""

    def __init__(self, title: str, left: int) -> None:
        super().__init__(f"{title}: {left}")
        self.title, self.left = title, left


@dataclass(frozen=True)
class Taken:
    """Units of one lot."""

    lot: Lot
    quantity: int


def is_tracked(product_id: int) -> bool:
    return LotTracking.objects.filter(product=product_id).exists()


def sellable(product_id: int, *, today: datetime.date) -> QuerySet[Lot]:
    """Return lots on sale and in date, those that expire first on top; lots without an end come last."""
    lots = Lot.objects.filter(product=product_id, state=LotState.ON_SALE)
    in_date = lots.filter(Q(expires_on=None) | Q(expires_on__gte=today))
    return in_date.order_by(F("expires_on").asc(nulls_last=True), "produced_on", "pk")


def take(*, product_id: int, title: str, quantity: int, today: datetime.date) -> list[Taken]:
    """Mark units as packed, from the lot that expires first on. Raises NotEnoughInLots; then nothing is marked."""
    found: list[Taken] = []
    left = quantity
    for lot in sellable(product_id, today=today).select_for_update():
        if left and lot.free:
            found.append(Taken(lot, min(left, lot.free)))
            left -= found[-1].quantity
    if left:
        raise NotEnoughInLots(title, quantity - left)
    for taken in found:
        Lot.objects.filter(pk=taken.lot.pk).update(packed=F("packed") + taken.quantity)
    return found


def change(lots: Mapping[int, int], *, on_hand: int, packed: int) -> None:
    """Change the counters of lots (lot id -> units); on_hand, packed: −1, 0 or +1 times the units.

    They are locked by primary key, so that two callers wait for one another in one direction only.
    """
    locked = list(Lot.objects.select_for_update(no_key=True).filter(pk__in=lots).order_by("pk")) if lots else []
    for lot in locked:
        lot.on_hand += on_hand * lots[lot.pk]
        lot.packed += packed * lots[lot.pk]
    Lot.objects.bulk_update(locked, ["on_hand", "packed"])


def units_in_lots(product_id: int) -> int:
    """Return what the lots of a good hold together, expired ones that are still packed included."""
    return Lot.objects.filter(product=product_id).aggregate(total=Sum("on_hand"))["total"] or 0
