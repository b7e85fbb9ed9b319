"""Which run each good goes on: ready goods on the chosen run, the rest on later runs to the same point.

Pure but for `ready_days`. What it counts is counted without locks; placing the order counts again under them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from catalogue.models import Product
from shop.shipping.holidays.models import Holiday
from shop.shipping.models import LeadTime, RunStop
from shop.shipping.queries import StopOffer


@dataclass(frozen=True)
class Good:
    """One good to be brought. ready_on: the first day on which it can leave; away: its seller's holidays."""

    product_id: int
    seller_id: int
    weight_g: int
    ready_on: datetime.date
    away: tuple[Holiday, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """Product id -> the stop it is collected at. waiting: goods that no run can take; first_id: the chosen stop."""

    stops: dict[int, RunStop] = field(default_factory=dict)
    waiting: tuple[Good, ...] = ()
    first_id: int | None = None

    @property
    def fingerprint(self) -> str:
        """What goes on other runs than the chosen one, so that a change meanwhile is noticed: "product:stop,…"."""
        other = sorted((product_id, stop.pk) for product_id, stop in self.stops.items() if stop.pk != self.first_id)
        return ",".join(f"{product_id}:{stop_id}" for product_id, stop_id in other)


class _Room:
    """What an offered stop still takes, less what was given away here."""

    def __init__(self, offer: StopOffer) -> None:
        self.stop, self.slots, self.free_g = offer.stop, offer.room, offer.free_g
        self.sellers: set[int] = set()

    def take(self, good: Good) -> bool:
        needs_slot = good.seller_id not in self.sellers
        if good.weight_g > self.free_g or self.slots < needs_slot:
            return False
        self.sellers.add(good.seller_id)
        self.slots -= needs_slot
        self.free_g -= good.weight_g
        return True


def ready_days(sellers: Mapping[int, int], *, today: datetime.date) -> dict[int, datetime.date]:
    """Return product id -> the first day it can leave: today and its lead time, or the day it is there. Two queries.

    sellers: product id -> seller id. A good's own lead time, for a packing that of its good, counts before its
    seller's. What is pre-ordered leaves on its `available_from` at the earliest.
    """
    rows = LeadTime.objects.filter(seller_id__in=set(sellers.values()))
    days = {(row.seller_id, row.product_id): row.days for row in rows}
    ready: dict[int, datetime.date] = {}
    goods = Product.objects.filter(pk__in=sellers).values_list("pk", "parent_id", "available_from")
    for product_id, parent_id, available_from in goods:
        seller_id = sellers[product_id]
        keys = [(seller_id, product_id), (seller_id, parent_id or product_id), (seller_id, None)]
        lead = next((days[key] for key in keys if key in days), 0)
        ready[product_id] = max(today + datetime.timedelta(days=lead), available_from or today)
    return ready


def is_ready(good: Good, stop: RunStop) -> bool:
    """Whether a good can leave with the run of a stop: prepared, and its seller is not away that day."""
    day = timezone.localdate(stop.run.departs_at)
    return good.ready_on <= day and not any(holiday.covers(day) for holiday in good.away)


def share_out(goods: Iterable[Good], offers: Sequence[StopOffer]) -> Schedule:
    """Give each good the first of the offered stops that it is ready for and that has room."""
    rooms = [_Room(offer) for offer in offers]
    stops: dict[int, RunStop] = {}
    waiting = []
    for good in goods:
        found = next((room for room in rooms if is_ready(good, room.stop) and room.take(good)), None)
        if found is None:
            waiting.append(good)
        else:
            stops[good.product_id] = found.stop
    return Schedule(stops, tuple(waiting))


def from_first(goods: Sequence[Good], first: StopOffer, later: Sequence[StopOffer]) -> Schedule:
    """Put what is ready on the chosen run, all of it or nothing, and the rest on later ones."""
    ready = share_out([good for good in goods if is_ready(good, first.stop)], [first])
    rest = share_out([good for good in goods if not is_ready(good, first.stop)], later)
    return Schedule({**ready.stops, **rest.stops}, ready.waiting + rest.waiting, first.stop.pk)
