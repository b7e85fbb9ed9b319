"""Who holds a parcel now, and since when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from shop.accounts.models import User
from shop.fulfilment.models import CustodyEvent, Parcel, ParcelState
from shop.shipping.models import PickUpPoint

# A returning parcel whose last event began here is on a truck: taken from its point, or broken on the way there.
CARRIED_FROM = frozenset({ParcelState.RETURNING, ParcelState.WITH_DRIVER})


@dataclass(frozen=True)
class Holder:
    """kind: seller, hub, driver, point, buyer, or nobody when the parcel is lost. person: who, if that is one person;
    place: where it lies.
    """

    kind: str
    name: str
    since: datetime.datetime
    person: User | None = None
    place: PickUpPoint | None = None


def holder_of(parcel: Parcel) -> Holder:
    """Return who holds one parcel by its last custody event."""
    return holders([parcel])[parcel.pk]


def holders(parcels: Iterable[Parcel]) -> dict[int, Holder]:
    """Return parcel id -> holder, with two queries for any number of parcels."""
    rows = Parcel.objects.filter(pk__in=[parcel.pk for parcel in parcels])
    last = CustodyEvent.objects.filter(parcel__in=rows).order_by("parcel_id", "-pk").distinct("parcel_id")
    events = {event.parcel_id: event for event in last.select_related("actor", "holder", "point")}
    return {
        parcel.pk: _holder(parcel, events.get(parcel.pk))
        for parcel in rows.select_related(
            "seller_order__seller", "seller_order__order", "run_stop__point", "return_point"
        )
    }


def _holder(parcel: Parcel, event: CustodyEvent | None) -> Holder:
    seller = parcel.seller_order.seller.name
    if event is None or event.to_state in {ParcelState.PACKED, ParcelState.RETURNED}:
        return Holder("seller", seller, event.at if event else parcel.packed_at)
    if event.to_state == ParcelState.HANDED_OVER:
        return Holder("buyer", parcel.seller_order.order.buyer_name, event.at)
    if event.to_state == ParcelState.LOST:
        return Holder("nobody", gettext("thất lạc"), event.at)
    if event.point and event.point.is_hub and event.to_state in {ParcelState.AT_HUB, ParcelState.RETURNING}:
        return Holder("hub", event.point.name, event.at, place=event.point)
    carried_back = event.to_state == ParcelState.RETURNING and event.from_state in CARRIED_FROM
    if event.to_state == ParcelState.WITH_DRIVER or carried_back:
        person = event.holder or event.actor
        return Holder("driver", str(person), event.at, person=person)
    place = parcel.at_point
    return Holder("point", place.name if place else seller, event.at, place=place)
