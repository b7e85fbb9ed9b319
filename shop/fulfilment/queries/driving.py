"""What a driver sees: own runs, what is to be loaded for each stop, what goes back."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from shop.accounts.models import User
from shop.fulfilment.models import NOT_LOADED, CustodyEvent, Parcel, ParcelState
from shop.fulfilment.queries.holders import CARRIED_FROM
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.shipping.enums import PlaceKind, RunState
from shop.shipping.models import PickUpPoint, Run, RunStop

BEHIND, AHEAD = datetime.timedelta(days=7), datetime.timedelta(days=14)


@dataclass
class StopLoad:
    """One stop of a run and its parcels; `unpacked` seller orders have none yet."""

    stop: RunStop
    parcels: list[Parcel] = field(default_factory=list)
    unpacked: list[SellerOrder] = field(default_factory=list)

    @property
    def to_load(self) -> list[Parcel]:
        return [parcel for parcel in self.parcels if parcel.state in NOT_LOADED]

    @property
    def on_board(self) -> list[Parcel]:
        return [parcel for parcel in self.parcels if parcel.state == ParcelState.WITH_DRIVER]

    @property
    def given(self) -> int:
        return len(self.parcels) - len(self.to_load) - len(self.on_board)


def runs_of(driver: User, *, at: datetime.datetime) -> QuerySet[Run]:
    """Return the driver's runs of the next two weeks that are not over, soonest first, with their parcels counted."""
    parcels = Count("stops__parcels", distinct=True)
    aboard = Q(stops__parcels__state=ParcelState.WITH_DRIVER)
    runs = Run.objects.filter(driver=driver, departs_at__gte=at - BEHIND, departs_at__lte=at + AHEAD)
    return (
        runs.exclude(state__in=[RunState.CLOSED, RunState.CALLED_OFF])
        .annotate(
            parcels=parcels,
            on_board=Count("stops__parcels", filter=aboard, distinct=True),
            stop_count=Count("stops", distinct=True),
        )
        .order_by("departs_at")
    )


def loads(run: Run) -> list[StopLoad]:
    """Return the stops of a run in driving order with their parcels; three queries for any number."""
    by_stop: dict[int, list[Parcel]] = defaultdict(list)
    parcels = Parcel.objects.filter(run_stop__run=run).exclude(seller_order__state=SellerOrderState.CANCELLED)
    for parcel in parcels.select_related("seller_order__seller").order_by("seller_order__seller__name", "code"):
        by_stop[parcel.run_stop_id or 0].append(parcel)
    late: dict[int, list[SellerOrder]] = defaultdict(list)
    for part in SellerOrder.objects.filter(
        run_stop__run=run, state__in=[SellerOrderState.PLACED, SellerOrderState.CONFIRMED]
    ).select_related("seller"):
        late[part.run_stop_id or 0].append(part)
    stops = RunStop.objects.going().filter(run=run).select_related("point__commune").order_by("arrives_at", "position")
    return [StopLoad(stop, by_stop[stop.pk], late[stop.pk]) for stop in stops]


def to_take_back(run: Run) -> QuerySet[Parcel]:
    """Return the parcels that lie at a point of this run and go back to their sellers."""
    points = run.stops.values("point")
    here = Q(run_stop__point__in=points) | Q(return_point__in=points)
    return _returning(here & ~Q(last_from__in=CARRIED_FROM) & ~Q(last_kind=PlaceKind.HUB))


def carried_back(driver: User) -> QuerySet[Parcel]:
    """Return the parcels the driver is bringing back to their sellers."""
    return _returning(Q(last_actor=driver.pk, last_from__in=CARRIED_FROM) & ~Q(last_kind=PlaceKind.HUB))


def at_hub(hub: PickUpPoint) -> QuerySet[Parcel]:
    """Return what lies at a hub: parcels that wait for their driver, and returning ones that wait for their seller."""
    last = CustodyEvent.objects.filter(parcel=OuterRef("pk")).order_by("-pk")
    states = [ParcelState.AT_HUB, ParcelState.RETURNING]
    rows = Parcel.objects.filter(state__in=states).annotate(last_point=Subquery(last.values("point")[:1]))
    rows = rows.filter(last_point=hub.pk).select_related("seller_order__seller", "run_stop__run", "run_stop__point")
    return rows.order_by("run_stop__run__departs_at", "run_stop__run", "seller_order__seller__name", "code")


def expected_at_hub(hub: PickUpPoint, *, at: datetime.datetime) -> QuerySet[Parcel]:
    """Return the packed parcels of the province's runs that have not left: sellers may still bring them."""
    waiting = Parcel.objects.filter(
        state=ParcelState.PACKED,
        run_stop__run__province=hub.commune.province_id,
        run_stop__run__state__in=[RunState.OPEN, RunState.FROZEN],
        run_stop__run__departs_at__gte=at - BEHIND,
    ).exclude(seller_order__state=SellerOrderState.CANCELLED)
    waiting = waiting.select_related("seller_order__seller", "run_stop__run", "run_stop__point")
    return waiting.order_by("run_stop__run__departs_at", "seller_order__seller__name", "code")


def _returning(which: Q) -> QuerySet[Parcel]:
    """Return returning parcels, with who has them by their last custody event and the state before it."""
    last = CustodyEvent.objects.filter(parcel=OuterRef("pk")).order_by("-pk")
    known = Parcel.objects.filter(state=ParcelState.RETURNING).annotate(
        last_actor=Coalesce(Subquery(last.values("holder")[:1]), Subquery(last.values("actor")[:1])),
        last_from=Subquery(last.values("from_state")[:1]),
        last_kind=Coalesce(Subquery(last.values("point__kind")[:1]), Value("")),
    )
    rows = known.filter(which).select_related("seller_order__seller", "run_stop__point", "return_point")
    return rows.order_by("code")
