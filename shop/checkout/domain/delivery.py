"""Where an order goes, by which runs, and what that costs per parcel."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from sellers.models import Partner
from shop.basket.models import Line
from shop.checkout.domain.details import CheckoutDetails
from shop.checkout.domain.problems import (
    CommuneUnknown,
    CutOffPassed,
    HomeDeliveryUnavailable,
    NoLaterRun,
    RunFull,
    ScheduleChanged,
    SellersAway,
    StopUnknown,
)
from shop.order.domain.split import Group
from shop.regions.models import Commune
from shop.shipping.domain import room
from shop.shipping.enums import DeliveryKind
from shop.shipping.holidays.queries import holidays_of
from shop.shipping.models import RunStop
from shop.shipping.queries import StopOffer, coming_stops, home_rates
from shop.shipping.schedule import Good, Schedule, from_first, is_ready, ready_days


@dataclass(frozen=True)
class Destination:
    """Locked run stops at one point, soonest first, or a commune for home delivery.

    by_product: product id -> the stop at which that good is collected.
    """

    kind: DeliveryKind
    commune: Commune
    stops: tuple[RunStop, ...] = ()
    by_product: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Charges:
    """Delivery per seller and run in VND, and until when all of it can still be cancelled."""

    by_group: Mapping[Group, int]
    cancel_until: datetime.datetime


def goods_of(lines: Iterable[Line], *, now: datetime.datetime) -> list[Good]:
    """Return what is to be brought, with the first day each good can leave."""
    lines = list(lines)
    sellers = {line.product_id: line.stockrecord.partner_id for line in lines}
    today = timezone.localdate(now)
    days, away = ready_days(sellers, today=today), holidays_of(sellers.values(), today=today)
    return [
        Good(
            line.product_id,
            sellers[line.product_id],
            line.product.weight_g * line.quantity,
            days[line.product_id],
            away.get(sellers[line.product_id], ()),
        )
        for line in lines
    ]


def destination(*, details: CheckoutDetails, lines: Sequence[Line], now: datetime.datetime) -> Destination:
    """Return where the order goes; its stops and their runs are locked and have room.

    Raises StopUnknown, CutOffPassed, RunFull, NoLaterRun, ScheduleChanged, CommuneUnknown.
    """
    if details.delivery_kind == DeliveryKind.HOME:
        commune = Commune.objects.filter(pk=details.commune_code).first()
        if commune is None:
            raise CommuneUnknown
        _require_at_home(lines, timezone.localdate(now))
        return Destination(DeliveryKind.HOME, commune)
    goods = goods_of(lines, now=now)
    schedule = _schedule(details, goods, lines, now)
    later = {stop.pk for stop in schedule.stops.values()} if schedule else set()
    try:
        locked = room.lock_stops(first_id=details.run_stop_id, later_ids=later, now=now)
    except room.StopUnknown:
        raise StopUnknown from None
    except room.CutOffPassed:
        raise CutOffPassed from None
    by_product = _by_product(details, goods, schedule)
    _require_room(locked, goods, by_product)
    stops = tuple(sorted((locked[pk] for pk in set(by_product.values())), key=lambda stop: stop.arrives_at))
    return Destination(DeliveryKind.PICK_UP, stops[0].point.commune, stops, by_product)


def _require_at_home(lines: Sequence[Line], today: datetime.date) -> None:
    """Who is away brings nothing to a door. Raises SellersAway."""
    away = holidays_of((line.stockrecord.partner_id for line in lines), today=today)
    until = [holidays[0] for holidays in away.values() if holidays[0].covers(today)]
    if until:
        names = Partner.objects.filter(pk__in=[holiday.seller_id for holiday in until]).order_by("name")
        raise SellersAway(list(names.values_list("name", flat=True)), max(holiday.ends_on for holiday in until))


def charges(
    *,
    to: Destination,
    sellers: Mapping[int, Partner],
    groups: Iterable[Group],
    now: datetime.datetime,
    charged: Collection[Group] = (),
) -> Charges:
    """Return what delivery costs: a point's fee per seller's parcel and run, or each seller's rate to the province.

    charged: what an order that is added to pays for already (adding.py).
    Raises HomeDeliveryUnavailable naming the sellers without a rate.
    """
    if to.stops:
        fees = {stop.pk: int(stop.point.fee_vnd) for stop in to.stops}
        by_group = {group: 0 if group in charged else fees[group[1]] for group in groups if group[1] is not None}
        return Charges(by_group, min(stop.run.cut_off_at for stop in to.stops))
    rates = home_rates(seller_ids=sellers, province_code=to.commune.province_id)
    missing = [seller.name for pk, seller in sellers.items() if pk not in rates]
    if missing:
        raise HomeDeliveryUnavailable(missing)
    slowest = max(rate.days for rate in rates.values())
    return Charges(
        {(seller_id, None): int(rate.amount_vnd) for seller_id, rate in rates.items()},
        now + datetime.timedelta(days=slowest),
    )


def _schedule(
    details: CheckoutDetails, goods: Sequence[Good], lines: Sequence[Line], now: datetime.datetime
) -> Schedule | None:
    """Return which run each good goes on, or None when all are ready today and so go on the chosen one."""
    today = timezone.localdate(now)
    is_late = any(good.ready_on > today or good.away for good in goods)
    schedule = _later_runs(details, goods, lines, now) if is_late else None
    shown = schedule.fingerprint if schedule else ""
    if details.expected_schedule is not None and details.expected_schedule != shown:
        raise ScheduleChanged
    return schedule


def _later_runs(
    details: CheckoutDetails, goods: Sequence[Good], lines: Sequence[Line], now: datetime.datetime
) -> Schedule:
    first = RunStop.objects.select_related("run").filter(pk=details.run_stop_id or 0).first()
    if first is None:
        raise StopUnknown
    # Room on the first run is judged under its lock, which comes next.
    chosen = StopOffer(first, len(goods), free_g=sum(good.weight_g for good in goods))
    later = [offer for offer in coming_stops(now=now, point_id=first.point_id) if offer.stop.pk != first.pk]
    schedule = from_first(goods, chosen, [offer for offer in later if offer.stop.arrives_at > first.arrives_at])
    titles = {line.product_id: line.product.title for line in lines}
    if schedule.waiting:
        raise NoLaterRun([titles[good.product_id] for good in schedule.waiting])
    if not any(is_ready(good, first) for good in goods):
        raise NoLaterRun(list(titles.values()))
    return schedule


def _by_product(details: CheckoutDetails, goods: Sequence[Good], schedule: Schedule | None) -> dict[int, int]:
    if schedule is not None:
        return {product_id: stop.pk for product_id, stop in schedule.stops.items()}
    return {good.product_id: details.run_stop_id or 0 for good in goods}


def _require_room(locked: Mapping[int, RunStop], goods: Sequence[Good], by_product: Mapping[int, int]) -> None:
    for pk, stop in locked.items():
        here = [good for good in goods if by_product[good.product_id] == pk]
        try:
            room.require_room(
                stop=stop,
                slots=len({good.seller_id for good in here}),
                weight_g=sum(good.weight_g for good in here),
            )
        except room.RunFull:
            raise RunFull from None
