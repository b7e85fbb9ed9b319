"""What a pick-up point sees: its stops, who is still to come, what was taken in cash."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from shop.fulfilment.models import NOT_AT_POINT, HandOver, Parcel, ParcelState
from shop.fulfilment.queries.cash import due_vnd
from shop.order.enums import SellerOrderState
from shop.order.lots.models import RecallNotice
from shop.order.lots.queries import recalled_parts
from shop.order.models import Order, SellerOrder
from shop.regions.vietnamese import fold
from shop.shipping.enums import RunState
from shop.shipping.models import RunStop

LAST_DIGITS = 3
AHEAD = datetime.timedelta(days=7)
DEALT_WITH = {SellerOrderState.DELIVERED, SellerOrderState.RETURNING, SellerOrderState.RETURNED}
STILL_HERE = [ParcelState.AT_POINT, ParcelState.RETURNING]


@dataclass
class Waiting:
    """One order at a stop. is_ready: all its parcels are at the point. visits: earlier ones, after which the rest
    waits; parts and parcels are then those that are left. recalls: seller order id -> its recalls."""

    order: Order
    parts: list[SellerOrder] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    hand_over: HandOver | None = None
    visits: list[HandOver] = field(default_factory=list)
    recalls: dict[int, list[RecallNotice]] = field(default_factory=dict)

    @property
    def recalled(self) -> list[SellerOrder]:
        """The parts that are known to hold a recalled lot: they are not given."""
        return [part for part in self.parts if any(one.is_certain for one in self.recalls.get(part.pk, []))]

    @property
    def cash_vnd(self) -> int:
        return due_vnd(self.order, self.parts)

    @property
    def is_handed_over(self) -> bool:
        """The buyer took all of it or a part; a refusal is none."""
        return self.hand_over is not None and self.hand_over.is_given

    @property
    def missing(self) -> list[Parcel]:
        return [parcel for parcel in self.parcels if parcel.state in NOT_AT_POINT]

    @property
    def unpacked(self) -> list[SellerOrder]:
        packed = {parcel.seller_order_id for parcel in self.parcels}
        return [part for part in self.parts if part.pk not in packed]

    @property
    def is_ready(self) -> bool:
        return bool(self.parts) and all(part.state == SellerOrderState.AT_POINT for part in self.parts)

    @property
    def is_going_back(self) -> bool:
        return any(part.state == SellerOrderState.RETURNING for part in self.parts)

    @property
    def is_over(self) -> bool:
        """Nothing of it is left at the point or on its way there."""
        return all(part.state in {SellerOrderState.DELIVERED, SellerOrderState.RETURNED} for part in self.parts)

    def take(self, hand_over: HandOver) -> None:
        """Note a visit; while the rest waits only what was not dealt with is left to be shown."""
        if not hand_over.rest_waits:
            self.hand_over = hand_over
            return
        self.visits.append(hand_over)
        left = [part for part in self.parts if part.state not in DEALT_WITH]
        if left:
            self.parts = left
            self.parcels = [parcel for parcel in self.parcels if parcel.seller_order in left]

    @property
    def ready_parts(self) -> list[SellerOrder]:
        """What could be given now while the rest is waited for."""
        behind = {parcel.seller_order_id for parcel in self.missing}
        here = [part for part in self.parts if part.state == SellerOrderState.AT_POINT and part.pk not in behind]
        return here if len(here) < len(self.parts) else []

    @property
    def is_trouble(self) -> bool:
        """It goes back, or part of it is here and part is not."""
        here = any(parcel.state == ParcelState.AT_POINT for parcel in self.parcels)
        return self.is_going_back or (here and not self.is_ready and not self.hand_over)


def stops_of(point_ids: Iterable[int], *, at: datetime.datetime) -> QuerySet[RunStop]:
    """Return the stops a point works on now or within a week, and past ones that still have parcels there."""
    here = Parcel.objects.filter(run_stop=OuterRef("pk"), state__in=STILL_HERE)
    timely = Q(collect_by__gte=at, arrives_at__lte=at + AHEAD)
    stops = RunStop.objects.going().filter(point__in=list(point_ids)).exclude(run__state=RunState.CALLED_OFF)
    return (
        stops.annotate(has_parcels=Exists(here))
        .filter(timely | Q(has_parcels=True))
        .select_related("run__driver", "point__commune")
        .annotate(
            expected=Count("parcels", filter=Q(parcels__state__in=NOT_AT_POINT)),
            at_point=Count("parcels", filter=Q(parcels__state=ParcelState.AT_POINT)),
            handed_over=Count("parcels", filter=Q(parcels__state=ParcelState.HANDED_OVER)),
        )
        .order_by("arrives_at", "position")
    )


def orders_at(stop: RunStop) -> list[Waiting]:
    """Return every order of a stop that was not cancelled, buyers by name; five queries for any number."""
    parts = SellerOrder.objects.filter(run_stop=stop).exclude(state=SellerOrderState.CANCELLED)
    return _collect(parts, stop)


def order_at(stop: RunStop, order: Order) -> Waiting:
    """Return one order as it stands at a stop."""
    parts = SellerOrder.objects.filter(run_stop=stop, order=order).exclude(state=SellerOrderState.CANCELLED)
    found = _collect(parts, stop)
    return found[0] if found else Waiting(order)


def orders_of_phone(stop: RunStop, phone: str) -> list[Waiting]:
    """Return the orders at a stop that name a phone number."""
    parts = SellerOrder.objects.filter(run_stop=stop, order__buyer_phone=phone)
    return _collect(parts.exclude(state=SellerOrderState.CANCELLED), stop)


def expected_parcels(stop: RunStop) -> QuerySet[Parcel]:
    """Return the parcels of a stop that have not come to the point yet."""
    rows = Parcel.objects.filter(run_stop=stop, state__in=NOT_AT_POINT)
    standing = rows.exclude(seller_order__state=SellerOrderState.CANCELLED)
    return standing.select_related("seller_order__seller", "seller_order__order").order_by("code")


def _collect(parts: QuerySet[SellerOrder], stop: RunStop) -> list[Waiting]:
    parcels = defaultdict(list)
    boxes = (
        Parcel.objects.filter(run_stop=stop, seller_order__in=parts)
        .exclude(state=ParcelState.LOST)
        .exclude(is_left=True)
    )
    for parcel in boxes.order_by("code"):
        parcels[parcel.seller_order_id].append(parcel)
    orders: dict[int, Waiting] = {}
    for part in (
        parts.select_related("order__user", "order__added_to__user", "seller")
        .prefetch_related("lines")
        .order_by("order_id", "number")
    ):
        waiting = orders.setdefault(part.order_id, Waiting(part.order))
        waiting.parts.append(part)
        for parcel in parcels[part.pk]:
            parcel.seller_order = part
            waiting.parcels.append(parcel)
    recalls = recalled_parts(part.pk for waiting in orders.values() for part in waiting.parts)
    for waiting in orders.values():
        waiting.recalls = {part.pk: recalls[part.pk] for part in waiting.parts if part.pk in recalls}
    for hand_over in HandOver.objects.filter(run_stop=stop, order__in=list(orders), undone_at=None).order_by("pk"):
        orders[hand_over.order_id].take(hand_over)
    return sorted(orders.values(), key=lambda waiting: waiting.order.buyer_name)


def parcels_at(stop: RunStop) -> QuerySet[Parcel]:
    """Return the parcels of a stop that lie at the point."""
    rows = Parcel.objects.filter(run_stop=stop, state=ParcelState.AT_POINT)
    return rows.select_related("seller_order__order").order_by("code")


def returning_parcels(stop: RunStop) -> QuerySet[Parcel]:
    """Return the parcels of a stop that go back to their sellers."""
    rows = Parcel.objects.filter(run_stop=stop, state=ParcelState.RETURNING)
    return rows.select_related("seller_order__seller", "seller_order__order").order_by("code")


@dataclass(frozen=True)
class Figures:
    """Orders at a stop counted, and the cash taken there in whole VND."""

    everything: int
    handed_over: int
    waiting: int
    trouble: int
    cash_vnd: int

    @property
    def cash_short(self) -> tuple[str, str]:
        """The cash in two words for a narrow figure: ("4,18", "triệu") or ("412", "nghìn")."""
        unit, size = (_("triệu"), 10**6) if self.cash_vnd >= 10**6 else (_("nghìn"), 10**3)
        return f"{self.cash_vnd / size:.2f}".rstrip("0").rstrip(".").replace(".", ","), unit


def figures(orders: list[Waiting]) -> Figures:
    """Count the orders of a stop."""
    done = [waiting.hand_over for waiting in orders if waiting.hand_over and waiting.is_handed_over]
    return Figures(
        everything=len(orders),
        handed_over=len(done),
        waiting=len(filtered(orders, show="cho")),
        trouble=len(filtered(orders, show="van-de")),
        cash_vnd=sum(hand_over.cash_vnd for hand_over in done) + _earlier_vnd(orders),
    )


def _earlier_vnd(orders: list[Waiting]) -> int:
    return sum(visit.cash_vnd for waiting in orders for visit in waiting.visits)


def filtered(orders: list[Waiting], *, show: str, words: str = "", code: str = "") -> list[Waiting]:
    """Return the orders of a tab (cho: to be handed over, da-giao, van-de: something is wrong) whose buyer's name
    or last three digits match, marks ignored, or that have the parcel with this code.
    """
    tabs = {
        "cho": lambda waiting: not waiting.hand_over and not waiting.is_over,
        "da-giao": lambda waiting: waiting.is_handed_over,
        "van-de": lambda waiting: waiting.is_trouble,
    }
    chosen = filter(tabs.get(show, tabs["cho"]), orders)
    folded = fold(words).strip()
    if not folded:
        return list(chosen)
    is_digits = folded.isdigit() and len(folded) == LAST_DIGITS
    return [
        waiting
        for waiting in chosen
        if (waiting.order.buyer_phone.endswith(folded) if is_digits else folded in fold(waiting.order.buyer_name))
        or any(parcel.code == code for parcel in waiting.parcels)
    ]
