"""What the office sees of points, runs and cash."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from sellers.models import Partner
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant
from shop.accounts.reach import Reach
from shop.fulfilment.cash.models import Leg, Remittance, RemittanceState
from shop.fulfilment.cash.queries import Held as Drawer
from shop.fulfilment.cash.queries import drawers, remittances_within
from shop.fulfilment.models import CounterAct
from shop.fulfilment.queries.acts import open_acts
from shop.fulfilment.queries.minimum import below_minimum, with_load
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balances
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.regions.vietnamese import fold
from shop.shipping.enums import RunState
from shop.shipping.models import PickUpPoint, Run, RunSlot, RunStop


@dataclass(frozen=True)
class Week:
    """The runs that depart in one week, beginning on a Monday."""

    begins: datetime.date
    runs: list[Run]

    @property
    def ends(self) -> datetime.date:
        return self.begins + datetime.timedelta(days=6)


def points_within(reach: Reach, words: str = "") -> list[PickUpPoint]:
    """Return the points of the person's provinces, by province and name, with their operators counted."""
    operators = Count("rolegrant", filter=Q(rolegrant__role=Role.POINT_OPERATOR))
    rows = reach.within(PickUpPoint.objects.all(), Role.ADMINISTRATOR, "commune__province")
    rows = rows.select_related("commune__province").annotate(operators=operators)
    folded = fold(words).strip()
    found = [point for point in rows if folded in fold(f"{point.name} {point.commune.name}")]
    return sorted(found, key=lambda point: (point.commune.province.sort_key, point.commune.sort_key, point.name))


def operators_of(point: PickUpPoint) -> QuerySet[RoleGrant]:
    """Return who operates a point."""
    return RoleGrant.objects.filter(point=point, role=Role.POINT_OPERATOR).select_related("user").order_by("pk")


def acts_within(reach: Reach) -> QuerySet[CounterAct]:
    """Return the acts of counters that wait for a person, of the person's provinces."""
    return reach.within(open_acts(), Role.ADMINISTRATOR, "device__point__commune__province")


def runs_within(reach: Reach) -> QuerySet[Run]:
    """Return the runs of the person's provinces."""
    return reach.within(Run.objects.select_related("province", "driver"), Role.ADMINISTRATOR)


def weeks(runs: QuerySet[Run], *, begins: datetime.date, count: int) -> list[Week]:
    """Return the runs of `count` weeks by week, each run with stops, orders, room and load counted."""
    first = begins - datetime.timedelta(days=begins.weekday())
    last = first + datetime.timedelta(weeks=count)
    chosen = with_fill(runs).filter(departs_at__gte=_midnight(first), departs_at__lt=_midnight(last))
    rows = list(chosen.order_by("departs_at", "pk"))
    by_week = groupby(rows, key=lambda run: _monday(run.departs_at))
    return [Week(monday, list(group)) for monday, group in by_week]


def with_fill(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Add stop_count, room, taken (slots), load_g, order_count, value_vnd and is_thin (below its minimum) to runs."""
    stops = RunStop.objects.going().filter(run=OuterRef("pk")).order_by().values("run")
    live = RunSlot.objects.filter(run_stop__run=OuterRef("pk"), released_at=None).order_by().values("run_stop__run")
    thin = below_minimum(Run.objects.filter(pk=OuterRef("pk"), state__in=[RunState.PLANNED, RunState.OPEN]))
    return with_load(runs).annotate(
        is_thin=Exists(thin),
        stop_count=Coalesce(Subquery(stops.annotate(n=Count("pk")).values("n")), 0),
        room=Coalesce(Subquery(stops.annotate(n=Sum("capacity_parcels")).values("n")), 0),
        taken=Coalesce(Subquery(live.annotate(n=Count("pk")).values("n")), 0),
        load_g=Coalesce(Subquery(live.annotate(n=Sum("weight_g")).values("n")), 0),
    )


def stops_with_fill(run: Run) -> QuerySet[RunStop]:
    """Return the stops of a run in driving order, with taken slots and orders counted."""
    standing = ~Q(seller_orders__state=SellerOrderState.CANCELLED)
    return (
        RunStop.objects.filter(run=run)
        .select_related("point__commune")
        .annotate(
            taken=Count("slots", filter=Q(slots__released_at=None), distinct=True),
            orders=Count("seller_orders__order", filter=standing, distinct=True),
        )
        .order_by("arrives_at", "position")
    )


def parts_to_pack(run: Run) -> int:
    """Return how many seller orders of a run have not been packed."""
    late = [SellerOrderState.PLACED, SellerOrderState.CONFIRMED]
    return SellerOrder.objects.filter(run_stop__run=run, state__in=late).count()


def waiting_cash(reach: Reach) -> int:
    """Return how much cash finance has to count or decide on: hand-ins that came, differences."""
    return cash_to_receive(reach).count() + remittances_within(reach).filter(state=RemittanceState.DISPUTED).count()


def cash_to_receive(reach: Reach) -> QuerySet[Remittance]:
    """Return what was handed to the treasury and nobody there has counted."""
    return remittances_within(reach).filter(state=RemittanceState.WAITING).exclude(leg=Leg.POINT_DRIVER)


def drawers_within(reach: Reach) -> list[Drawer]:
    """Return the drawers of the person's provinces that hold, miss or exceed something, fullest first."""
    points = PickUpPoint.objects.select_related("commune__province")
    rows = drawers(reach.within(points, Role.FINANCE, "commune__province"))
    return sorted((row for row in rows if row.held_vnd or row.variance_vnd), key=lambda row: -row.held_vnd)


@dataclass(frozen=True)
class Held:
    """Cash that a seller took at the door, in whole VND."""

    holder: Partner
    amount_vnd: int


def cash_at_sellers(reach: Reach) -> list[Held]:
    """Return what sellers took at the door, fullest first."""
    amounts = balances(AccountKind.SELLER_CASH)
    sellers = Partner.objects.filter(pk__in=[int(key) for key in amounts]).select_related("province")
    held = [Held(seller, amounts[str(seller.pk)]) for seller in reach.within(sellers, Role.FINANCE)]
    return sorted((row for row in held if row.amount_vnd), key=lambda row: -row.amount_vnd)


def _monday(moment: datetime.datetime) -> datetime.date:
    day = timezone.localdate(moment)
    return day - datetime.timedelta(days=day.weekday())


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
