"""Where an order goes and what that costs per seller."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sellers.models import Partner
from shop.checkout.domain.details import CheckoutDetails
from shop.checkout.domain.problems import (
    CommuneUnknown,
    CutOffPassed,
    HomeDeliveryUnavailable,
    RunFull,
    StopUnknown,
)
from shop.regions.models import Commune
from shop.shipping.domain import room
from shop.shipping.enums import DeliveryKind
from shop.shipping.models import RunStop
from shop.shipping.queries import home_rates


@dataclass(frozen=True)
class Destination:
    """A locked run stop, or a commune for home delivery."""

    kind: DeliveryKind
    commune: Commune
    stop: RunStop | None = None


@dataclass(frozen=True)
class Charges:
    """Delivery per seller in VND, and until when the buyer may cancel at the latest."""

    by_seller: Mapping[int, int]
    cancel_until: datetime.datetime


def destination(*, details: CheckoutDetails, now: datetime.datetime) -> Destination:
    """Return where the order goes; a stop and its run are locked. Raises StopUnknown, CutOffPassed, CommuneUnknown."""
    if details.delivery_kind == DeliveryKind.HOME:
        commune = Commune.objects.filter(pk=details.commune_code).first()
        if commune is None:
            raise CommuneUnknown
        return Destination(DeliveryKind.HOME, commune)
    try:
        stop = room.lock_stop(run_stop_id=details.run_stop_id, now=now)
    except room.StopUnknown:
        raise StopUnknown from None
    except room.CutOffPassed:
        raise CutOffPassed from None
    return Destination(DeliveryKind.PICK_UP, stop.point.commune, stop)


def require_room(*, to: Destination, slots: int, weight_g: int) -> None:
    """Raise RunFull unless the stop still takes one slot per seller and the run the weight."""
    if to.stop is None:
        return
    try:
        room.require_room(stop=to.stop, slots=slots, weight_g=weight_g)
    except room.RunFull:
        raise RunFull from None


def charges(*, to: Destination, sellers: Sequence[Partner], now: datetime.datetime) -> Charges:
    """Return what delivery costs: a point's fee per seller's parcel, or each seller's rate to the province.

    Raises HomeDeliveryUnavailable naming the sellers without a rate.
    """
    if to.stop is not None:
        fee = int(to.stop.point.fee_vnd)
        return Charges({seller.pk: fee for seller in sellers}, to.stop.run.cut_off_at)
    rates = home_rates(seller_ids=[seller.pk for seller in sellers], province_code=to.commune.province_id)
    missing = [seller.name for seller in sellers if seller.pk not in rates]
    if missing:
        raise HomeDeliveryUnavailable(missing)
    slowest = max(rate.days for rate in rates.values())
    return Charges(
        {seller_id: int(rate.amount_vnd) for seller_id, rate in rates.items()}, now + datetime.timedelta(days=slowest)
    )
