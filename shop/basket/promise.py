"""Which run each good could make, for the commune the visitor chose."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from shop.basket.queries import BasketContents
from shop.regions.models import Commune
from shop.shipping.holidays.models import Holiday
from shop.shipping.holidays.queries import holidays_of
from shop.shipping.models import RunStop
from shop.shipping.queries import StopOffer, stops_with_room
from shop.shipping.schedule import Good, ready_days, share_out


@dataclass(frozen=True)
class Promise:
    """The soonest stop near a commune for each good; one without it waits for more room or another run."""

    commune: Commune | None
    by_product: dict[int, RunStop] = field(default_factory=dict)
    by_seller: dict[int, RunStop] = field(default_factory=dict)
    away: dict[int, Holiday] = field(default_factory=dict)

    @property
    def place_name(self) -> str:
        return self.commune.name[:1].lower() + self.commune.name[1:] if self.commune else ""

    @property
    def first(self) -> RunStop | None:
        return min(self.by_product.values(), key=lambda stop: stop.arrives_at, default=None)

    @property
    def later(self) -> list[tuple[RunStop, int]]:
        """Further runs and how many goods each would bring."""
        counts: dict[RunStop, int] = {}
        for stop in self.by_product.values():
            if stop != self.first:
                counts[stop] = counts.get(stop, 0) + 1
        return sorted(counts.items(), key=lambda entry: entry[0].arrives_at)

    @property
    def in_time(self) -> int:
        """How many goods make the first run."""
        return sum(stop == self.first for stop in self.by_product.values())


def promise_for(*, commune: Commune | None, contents: BasketContents, now: datetime.datetime) -> Promise:
    """Give each good the soonest stop in or near the commune that it is ready for and that has room for it.

    Nothing is held: it says what ordering now would get. Farther stops of the province are left to the checkout.
    """
    if commune is None:
        return Promise(commune=None, away={good.seller_id: good.away[0] for good in _goods(contents, now) if good.away})
    goods = _goods(contents, now)
    by_product = share_out(
        goods, _nearest(stops_with_room(province_code=commune.province_id, now=now, commune=commune))
    )
    by_seller: dict[int, RunStop] = {}
    for good in goods:
        stop = by_product.stops.get(good.product_id)
        if stop and (good.seller_id not in by_seller or stop.arrives_at < by_seller[good.seller_id].arrives_at):
            by_seller[good.seller_id] = stop
    away = {good.seller_id: good.away[0] for good in goods if good.away}
    return Promise(commune=commune, by_product=by_product.stops, by_seller=by_seller, away=away)


def _nearest(offers: list[StopOffer]) -> list[StopOffer]:
    nearest = min((offer.nearness for offer in offers), default=0)
    return sorted((offer for offer in offers if offer.nearness == nearest), key=lambda offer: offer.stop.arrives_at)


def _goods(contents: BasketContents, now: datetime.datetime) -> list[Good]:
    lines = [(part.seller.pk, line) for part in contents.parts for line in part.lines if not line.is_gone]
    sellers = {line.line.product_id: seller_id for seller_id, line in lines}
    today = timezone.localdate(now)
    days, away = ready_days(sellers, today=today), holidays_of(sellers.values(), today=today)
    return [
        Good(line.line.product_id, seller_id, line.weight_g, days[line.line.product_id], away.get(seller_id, ()))
        for seller_id, line in lines
    ]
