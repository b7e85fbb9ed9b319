"""The frozen list of a run for screen and paper: by stop, seller and goods, and as loaded. Never a pick-up code."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, F, Q, QuerySet, Sum

from shop.fulfilment.amendments.models import APPLIED, AmendmentOutcome
from shop.fulfilment.models import Manifest, ManifestLine, Parcel
from shop.order.enums import SellerOrderState
from shop.order.models import Line, Order
from shop.shipping.models import RunStop


@dataclass
class OrderRow:
    """One order at one stop: what its buyer gets and pays there."""

    order: Order
    parcels: int = 0
    unpacked: int = 0
    cash_vnd: int = 0
    is_cancelled: bool = True


@dataclass
class StopSheet:
    """One stop of a manifest, an order a row."""

    stop: RunStop
    rows: list[OrderRow] = field(default_factory=list)

    @property
    def parcels(self) -> int:
        return sum(row.parcels for row in self.rows)

    @property
    def cash_vnd(self) -> int:
        return sum(row.cash_vnd for row in self.rows if not row.is_cancelled)


@dataclass
class SellerSheet:
    """What one seller brings to a run, a seller order a row."""

    name: str
    rows: list[ManifestLine]

    @property
    def weight_g(self) -> int:
        return sum(row.weight_g for row in self.rows)

    @property
    def items(self) -> int:
        return sum(row.items for row in self.rows)


def stop_sheets(manifest: Manifest, stop: RunStop | None = None) -> list[StopSheet]:
    """Return the sheets of every stop (or of one), stops in driving order, buyers by name."""
    stops = RunStop.objects.filter(run=manifest.run_id).select_related("run__driver", "point__commune__province")
    sheets = {row.pk: StopSheet(row) for row in stops.order_by("arrives_at", "position")}
    if stop:
        sheets = {stop.pk: sheets[stop.pk]}
    lines = _lines(manifest).filter(run_stop__in=list(sheets))
    ordered = sorted(lines, key=lambda line: (line.run_stop_id, line.seller_order.order.buyer_name, _order_id(line)))
    for (stop_id, _pk), group in groupby(ordered, key=lambda line: (line.run_stop_id, _order_id(line))):
        sheets[stop_id].rows.append(_order_row(list(group)))
    return list(sheets.values())


def seller_sheets(manifest: Manifest) -> list[SellerSheet]:
    """Return the sheets of every seller, sellers by name."""
    lines = sorted(_lines(manifest), key=lambda line: (line.seller_order.seller.name, line.seller_order.number))
    return [
        SellerSheet(name, list(group)) for name, group in groupby(lines, key=lambda line: line.seller_order.seller.name)
    ]


@dataclass(frozen=True)
class GoodsRow:
    """One good of one seller on a run: how much of it is to be on board."""

    title: str
    unit: str
    seller: str
    quantity: int
    orders: int
    weight_g: int


@dataclass(frozen=True)
class LoadRow:
    """One stop as it is loaded, with the parcels of its orders, sellers together."""

    stop: RunStop
    parcels: list[Parcel]

    @property
    def weight_g(self) -> int:
        return sum(parcel.weight_g for parcel in self.parcels)


def goods_rows(manifest: Manifest) -> list[GoodsRow]:
    """Return the goods of a run as they are to be brought now, by seller and name. One query."""
    lines = Line.objects.filter(seller_order__manifest_line__manifest=manifest, quantity__gt=0)
    lines = lines.exclude(seller_order__state=SellerOrderState.CANCELLED)
    grams = Sum(F("quantity") * F("weight_g"))
    rows = lines.values("title", "unit", seller=F("seller_order__seller__name")).annotate(
        total=Sum("quantity"), orders=Count("seller_order__order", distinct=True), grams=grams
    )
    return [
        GoodsRow(row["title"], row["unit"], row["seller"], row["total"], row["orders"], row["grams"])
        for row in rows.order_by("seller", "title", "unit")
    ]


def loading_order(manifest: Manifest) -> list[LoadRow]:
    """Return the stops in the order they are loaded, the last stop first. Two queries."""
    stops = RunStop.objects.going().filter(run=manifest.run_id).select_related("point__commune")
    parcels = Parcel.objects.filter(seller_order__manifest_line__manifest=manifest, return_point=None)
    parcels = parcels.exclude(seller_order__state=SellerOrderState.CANCELLED).select_related("seller_order__seller")
    by_stop: dict[int | None, list[Parcel]] = {}
    for parcel in parcels.order_by("seller_order__seller__name", "code"):
        by_stop.setdefault(parcel.run_stop_id, []).append(parcel)
    return [LoadRow(stop, by_stop.get(stop.pk, [])) for stop in stops.order_by("-arrives_at", "-position")]


def changes_since(manifest: Manifest) -> QuerySet[AmendmentOutcome]:
    """Return what was changed of the frozen orders after the cut-off, by amendments with their reasons."""
    found = AmendmentOutcome.objects.filter(amendment__seller_order__manifest_line__manifest=manifest)
    found = found.filter(answer__in=APPLIED, at__gte=manifest.frozen_at)
    return found.select_related("amendment__seller_order__seller").prefetch_related("amendment__items").order_by("at")


def _lines(manifest: Manifest) -> QuerySet[ManifestLine]:
    rows = manifest.lines.select_related("seller_order__order", "seller_order__seller", "run_stop__point")
    return rows.annotate(parcels=Count("seller_order__parcels", filter=Q(seller_order__parcels__return_point=None)))


def _order_id(line: ManifestLine) -> int:
    return line.seller_order.order_id


def _order_row(lines: list[ManifestLine]) -> OrderRow:
    row = OrderRow(lines[0].seller_order.order)
    for line in lines:
        if line.seller_order.state == SellerOrderState.CANCELLED:
            continue
        row.is_cancelled = False
        row.parcels += line.parcels  # type: ignore[attr-defined]  # annotated
        row.unpacked += line.parcels == 0  # type: ignore[attr-defined]
        # The list is as it stood at cut-off; what was changed since only ever costs less.
        row.cash_vnd += min(line.cash_due_vnd, line.seller_order.total_vnd)
    return row
