"""What a seller's staff sees of orders and sales. Everything starts from a seller, so another's rows cannot come."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, DateField, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek

from shop.fulfilment.amendments.models import Amendment
from shop.fulfilment.models import Parcel
from shop.order.enums import SellerOrderState as State
from shop.order.models import Line, SellerOrder
from shop.shipping.enums import RunState
from shop.shipping.models import Run

TO_PACK = (State.PLACED, State.CONFIRMED)
ON_THE_ROAD = (State.ON_THE_WAY, State.AT_POINT)
OVER = (State.RETURNING, State.RETURNED, State.CANCELLED)
TABS: dict[str, tuple[State, ...]] = {
    "can-lam": TO_PACK,
    "da-dong": (State.PACKED,),
    "dang-giao": ON_THE_ROAD,
    "da-nhan": (State.DELIVERED,),
    "huy-tra": OVER,
}
WEEKS = 8
EXPIRING = datetime.timedelta(days=60)


@dataclass(kw_only=True)
class RunRow:
    """One run with this seller's orders on it. run None: home delivery."""

    run: Run | None
    orders: list[SellerOrder] = field(default_factory=list)

    @property
    def places(self) -> list[str]:
        names = {order.run_stop.point.commune.name for order in self.orders if order.run_stop}
        return sorted(name.removeprefix("Xã ") for name in names)

    @property
    def packed(self) -> int:
        return sum(order.state not in TO_PACK for order in self.orders)

    @property
    def placed(self) -> int:
        return sum(order.state == State.PLACED for order in self.orders)

    @property
    def parcels(self) -> int:
        return sum(len(order.parcels.all()) for order in self.orders)

    @property
    def percent(self) -> int:
        return 5 * (20 * self.packed // len(self.orders))

    @property
    def is_done(self) -> bool:
        return self.packed == len(self.orders)

    @property
    def takes_parcels(self) -> bool:
        return self.run is None or self.run.state in {RunState.PLANNED, RunState.OPEN, RunState.FROZEN}


@dataclass(frozen=True, kw_only=True)
class Week:
    """Sales of one week in VND, cancelled and returned orders left out; percent of the best week in steps of 5."""

    starts_on: datetime.date
    amount_vnd: int
    percent: int


def orders_of(seller_ids: Iterable[int]) -> QuerySet[SellerOrder]:
    """Return these sellers' orders with run, place, lines and parcels: a fixed number of queries."""
    lines = Line.objects.filter(quantity__gt=0).select_related("product").order_by("pk")
    return (
        SellerOrder.objects.filter(seller__in=list(seller_ids))
        .select_related("order__commune__province", "seller", "run_stop__run", "run_stop__point__commune")
        .prefetch_related(
            Prefetch("lines", lines), Prefetch("parcels", Parcel.objects.filter(return_point=None).order_by("number"))
        )
        .prefetch_related(Prefetch("amendments", Amendment.objects.filter(is_open=True), to_attr="open_amendments"))
        .order_by("run_stop__run__departs_at", "run_stop__arrives_at", "number")
    )


def runs_to_pack(seller_id: int) -> list[RunRow]:
    """Return the runs that have not left with this seller's orders, soonest first, home delivery last."""
    waiting = (RunState.PLANNED, RunState.OPEN, RunState.FROZEN)
    orders = orders_of([seller_id]).exclude(state=State.CANCELLED)
    by_run = by_runs(orders.filter(run_stop__run__state__in=waiting))
    return by_run + by_runs(orders.filter(run_stop=None, state__in=(*TO_PACK, State.PACKED)))


def by_runs(orders: Iterable[SellerOrder]) -> list[RunRow]:
    """Group orders by run, in their order."""
    rows: dict[int | None, RunRow] = {}
    for order in orders:
        run = order.run_stop.run if order.run_stop else None
        rows.setdefault(run.pk if run else None, RunRow(run=run)).orders.append(order)
    return list(rows.values())


def open_between(seller_id: int, first: datetime.date, last: datetime.date) -> QuerySet[SellerOrder]:
    """Return what is still to be sent with runs that leave on these days, and home deliveries under way."""
    waiting = orders_of([seller_id]).filter(state__in=(*TO_PACK, State.PACKED))
    return waiting.filter(Q(run_stop__run__departs_at__date__range=(first, last)) | Q(run_stop=None))


def tab_counts(seller_id: int) -> dict[str, int]:
    """Return how many orders stand under each tab."""
    rows = SellerOrder.objects.filter(seller=seller_id).values_list("state").annotate(n=Count("pk")).order_by()
    by_state = dict(rows)
    return {tab: sum(by_state.get(state, 0) for state in states) for tab, states in TABS.items()}


def weekly_sales(seller_id: int, *, today: datetime.date) -> list[Week]:
    """Return goods sold in the last eight weeks, the present one last."""
    monday = today - datetime.timedelta(days=today.weekday())
    starts = [monday - datetime.timedelta(weeks=back) for back in reversed(range(WEEKS))]
    sold = SellerOrder.objects.filter(seller=seller_id, created_at__date__gte=starts[0]).exclude(state__in=OVER)
    by_week = sold.order_by().annotate(week=TruncWeek("created_at", output_field=DateField())).values("week")
    amounts = {row["week"]: int(row["amount"]) for row in by_week.annotate(amount=Sum("goods_vnd"))}
    best = max(amounts.values(), default=0) or 1
    return [
        Week(starts_on=start, amount_vnd=amounts.get(start, 0), percent=round(20 * amounts.get(start, 0) / best) * 5)
        for start in starts
    ]
