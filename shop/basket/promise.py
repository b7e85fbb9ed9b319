"""Which run each seller's part could make, for the commune the visitor chose."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from shop.basket.queries import BasketContents
from shop.regions.models import Commune
from shop.shipping.models import RunStop
from shop.shipping.queries import StopOffer, stops_with_room


@dataclass(frozen=True)
class Promise:
    """The soonest stop near a commune for each seller's part; a part without one waits for more room."""

    commune: Commune | None
    by_seller: dict[int, RunStop] = field(default_factory=dict)

    @property
    def place_name(self) -> str:
        return self.commune.name[:1].lower() + self.commune.name[1:] if self.commune else ""

    @property
    def first(self) -> RunStop | None:
        stops = self.by_seller.values()
        return min(stops, key=lambda stop: stop.arrives_at) if stops else None


def promise_for(*, commune: Commune | None, contents: BasketContents, now: datetime.datetime) -> Promise:
    """Give each seller's part the soonest stop in or near the commune that still has a slot for it.

    Nothing is held: it says what ordering now would get. Farther stops of the province are left to the checkout.
    """
    if commune is None:
        return Promise(commune=None)
    offers = stops_with_room(province_code=commune.province_id, now=now, commune=commune)
    nearest = min((offer.nearness for offer in offers), default=0)
    offers = sorted((offer for offer in offers if offer.nearness == nearest), key=lambda offer: offer.stop.arrives_at)
    return Promise(commune=commune, by_seller=_share_out(contents, offers))


def _share_out(contents: BasketContents, offers: list[StopOffer]) -> dict[int, RunStop]:
    room = {offer.stop.pk: offer.room for offer in offers}
    chosen: dict[int, RunStop] = {}
    for part in contents.parts:
        stop = next((offer.stop for offer in offers if room[offer.stop.pk] > 0), None)
        if stop is not None and part.weight_g:
            room[stop.pk] -= 1
            chosen[part.seller.pk] = stop
    return chosen
