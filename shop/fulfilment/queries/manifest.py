"""The frozen list of a run as it is read and printed: by stop and by seller. Never a pick-up code."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, QuerySet

from shop.fulfilment.models import Manifest, ManifestLine
from shop.order.enums import SellerOrderState
from shop.order.models import Order
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


def _lines(manifest: Manifest) -> QuerySet[ManifestLine]:
    rows = manifest.lines.select_related("seller_order__order", "seller_order__seller", "run_stop__point")
    return rows.annotate(parcels=Count("seller_order__parcels"))


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
