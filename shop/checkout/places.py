"""Where an order can go: provinces, communes, pick-up points nearest first with their runs, delivery to the door."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from sellers.models import Partner
from shop.basket.queries import BasketContents
from shop.checkout.domain.delivery import goods_of
from shop.regions.models import Commune, Province
from shop.regions.queries import communes_of, nearness
from shop.shipping.models import HomeDeliveryRate, PickUpPoint, RunStop
from shop.shipping.queries import StopOffer, coming_stops, home_rates
from shop.shipping.schedule import Good, Schedule, from_first, is_ready

ELSEWHERE = 3


@dataclass(frozen=True)
class StopChoice:
    """One run at one point. room_state: "open", "full", "not_ready", "no_later" or "not_open".

    schedule: which run each good of the basket goes on when this run is chosen.
    """

    stop: RunStop
    room_state: str
    schedule: Schedule = field(default_factory=Schedule)

    @property
    def is_open(self) -> bool:
        return self.room_state == "open"

    @property
    def closed_reason(self) -> str:
        reasons = {
            "full": _("Chuyến này không còn đủ chỗ cho đơn của bạn."),
            "not_ready": _("Hàng trong giỏ chưa kịp chuyến này."),
            "no_later": _("Có món chưa kịp chuyến này, và chưa có chuyến sau nào tới đây chở được."),
        }
        return reasons.get(self.room_state, _("Chuyến này chưa mở nhận đơn."))


@dataclass(frozen=True)
class PointChoice:
    """A pick-up point with the runs that will call there. nearness: 0 own commune … 3 elsewhere in the province."""

    point: PickUpPoint
    nearness: int
    stops: list[StopChoice] = field(default_factory=list)

    @property
    def first_open(self) -> StopChoice | None:
        return next((choice for choice in self.stops if choice.is_open), None)


@dataclass(frozen=True)
class PointGroup:
    """Points at the same distance, as the list of points heads them."""

    label: str
    points: list[PointChoice]


class Places:
    """What can be chosen for one basket in one province, each part read when it is first needed."""

    def __init__(
        self, *, province_code: str, commune_code: str, contents: BasketContents, now: datetime.datetime
    ) -> None:
        self.province_code = province_code
        self.commune_code = commune_code
        self.contents = contents
        self.now = now

    @cached_property
    def province_choices(self) -> list[tuple[str, str]]:
        return list(Province.objects.filter(valid_to=None).values_list("code", "name"))

    @cached_property
    def communes(self) -> list[Commune]:
        return list(communes_of(self.province_code)) if self.province_code else []

    @property
    def commune_choices(self) -> list[tuple[str, str]]:
        return [(commune.code, commune.name) for commune in self.communes]

    @cached_property
    def commune(self) -> Commune | None:
        return next((commune for commune in self.communes if commune.code == self.commune_code), None)

    @property
    def sellers(self) -> list[Partner]:
        return [part.seller for part in self.contents.parts]

    @cached_property
    def points(self) -> list[PointChoice]:
        """Points that some coming run calls at, nearest first; those where one can order now before the others."""
        distance = nearness(self.commune) if self.commune else {}
        choices: dict[int, PointChoice] = {}
        for choice in self._stops():
            point = choice.stop.point
            near = distance.get(point.commune_id, ELSEWHERE)
            choices.setdefault(point.pk, PointChoice(point=point, nearness=near)).stops.append(choice)
        return sorted(choices.values(), key=_order_of)

    @property
    def point_groups(self) -> list[PointGroup]:
        labels = (_("Trong xã"), _("Gần xã (cùng huyện cũ)"), _("Trong vùng"), _("Nơi khác trong tỉnh"))
        groups = [PointGroup(label, [p for p in self.points if p.nearness == n]) for n, label in enumerate(labels)]
        return [group for group in groups if group.points]

    def point(self, typed: str) -> PointChoice | None:
        """Return the point that was chosen; before that the nearest one, once the commune is known."""
        chosen = next((choice for choice in self.points if str(choice.point.pk) == typed), None)
        return chosen or (next(iter(self.points), None) if self.commune else None)

    def stop(self, typed: str) -> StopChoice | None:
        """Return the run at a point that was chosen."""
        return next((choice for point in self.points for choice in point.stops if str(choice.stop.pk) == typed), None)

    @cached_property
    def rates(self) -> dict[int, HomeDeliveryRate]:
        if not self.province_code:
            return {}
        return home_rates(seller_ids=[seller.pk for seller in self.sellers], province_code=self.province_code)

    @property
    def not_delivering(self) -> list[Partner]:
        """Sellers of the basket that do not deliver to the door in this province."""
        return [seller for seller in self.sellers if seller.pk not in self.rates]

    @property
    def home_vnd(self) -> int:
        return sum(rate.amount_vnd for rate in self.rates.values())

    @cached_property
    def goods(self) -> list[Good]:
        """What can still be bought, with the first day it can leave."""
        return goods_of([entry.line for entry in self.contents.lines if not entry.is_gone], now=self.now)

    def _stops(self) -> list[StopChoice]:
        if not self.province_code:
            return []
        by_point: dict[int, list[StopOffer]] = {}
        for offer in coming_stops(now=self.now, province_code=self.province_code):
            by_point.setdefault(offer.stop.point_id, []).append(offer)
        choices = [
            self._choice(offer, by_point[offer.stop.point_id]) for offers in by_point.values() for offer in offers
        ]
        return _without_far_future(choices)

    def _choice(self, offer: StopOffer, at_point: list[StopOffer]) -> StopChoice:
        if not offer.takes_orders(self.now):
            return StopChoice(offer.stop, "not_open")
        later = [other for other in at_point if other.stop.arrives_at > offer.stop.arrives_at]
        schedule = from_first(self.goods, offer, later)
        return StopChoice(offer.stop, self._state_of(offer, schedule), schedule)

    def _state_of(self, offer: StopOffer, schedule: Schedule) -> str:
        ready = [good for good in self.goods if is_ready(good, offer.stop)]
        if offer.room < 1 or any(good in schedule.waiting for good in ready):
            return "full"
        if self.goods and not ready:
            return "not_ready"
        return "no_later" if schedule.waiting else "open"


def _without_far_future(choices: list[StopChoice]) -> list[StopChoice]:
    """Keep of the runs that are not open yet only the next one at each point."""
    announced: set[int] = set()
    kept = []
    for choice in choices:
        if choice.room_state == "not_open":
            if choice.stop.point_id in announced:
                continue
            announced.add(choice.stop.point_id)
        kept.append(choice)
    return kept


def _order_of(choice: PointChoice) -> tuple[int, bool, datetime.datetime, str]:
    first = choice.first_open or choice.stops[0]
    return choice.nearness, choice.first_open is None, first.stop.arrives_at, choice.point.name
