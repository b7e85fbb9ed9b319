"""Split what is bought into one part per seller and run. Pure: no queries, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sellers.models import Partner, StockRecord
from shop.vouchers.domain.amounts import Bearers
from shop.vouchers.enums import CommissionBase

Group = tuple[int, int | None]  # seller id, run stop id; no stop: delivered to the door


@dataclass(frozen=True)
class Item:
    """One line of a basket with its fresh stock record (product and seller loaded) and what a voucher takes off it."""

    record: StockRecord
    quantity: int
    discount_vnd: int = 0

    @property
    def price_vnd(self) -> int:
        """What one unit costs, wholesale steps applied."""
        return self.record.unit_vnd(self.quantity)

    @property
    def amount_vnd(self) -> int:
        return self.price_vnd * self.quantity

    @property
    def weight_g(self) -> int:
        return int(self.record.product.weight_g * self.quantity)


@dataclass(frozen=True)
class Part:
    """What one seller will fulfil and what it costs."""

    seller: Partner
    items: tuple[Item, ...]
    run_stop_id: int | None = None
    delivery_vnd: int = 0
    commission_vnd: int = 0
    commission_basis_points: int = 0
    run_fee_vnd: int = 0
    point_fee_vnd: int = 0
    rate_by_product: Mapping[int, int] = field(default_factory=dict)
    borne: Bearers = field(default_factory=Bearers)
    sponsor_id: int | None = None
    commission_base: CommissionBase = CommissionBase.NET

    @property
    def goods_vnd(self) -> int:
        return sum(item.amount_vnd for item in self.items)

    @property
    def discount_vnd(self) -> int:
        return sum(item.discount_vnd for item in self.items)

    @property
    def weight_g(self) -> int:
        return sum(item.weight_g for item in self.items)


def split(items: Iterable[Item], stops: Mapping[int, int]) -> dict[Group, tuple[Item, ...]]:
    """Return (seller id, run stop id) -> items, in the order in which the basket first names them.

    stops: product id -> the run stop where it is collected; a good that is not in it is delivered to the door.
    """
    grouped: dict[Group, list[Item]] = {}
    for item in items:
        key = (item.record.partner_id, stops.get(item.record.product_id))
        grouped.setdefault(key, []).append(item)
    return {key: tuple(group) for key, group in grouped.items()}


def quantities(items: Iterable[Item]) -> Mapping[int, int]:
    """Return stock record id -> quantity, several lines of one good added up."""
    wanted: dict[int, int] = {}
    for item in items:
        wanted[item.record.pk] = wanted.get(item.record.pk, 0) + item.quantity
    return wanted
