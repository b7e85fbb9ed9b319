"""What lies in a basket, as people see it: by seller, with what changed since it was put there."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from sellers.models import Partner, StockRecord
from sellers.prices import PriceStep
from shop.basket.models import Basket, Line


@dataclass(frozen=True)
class BasketLine:
    """One good. seen_vnd: the price the buyer knows of; unit_vnd: the price now; both per unit, including VAT.

    available: what can still be bought; 0 as well when the good or its seller is not for sale.
    """

    line: Line
    unit_vnd: int
    seen_vnd: int
    available: int
    is_for_sale: bool = True

    @property
    def quantity(self) -> int:
        return self.line.quantity

    @property
    def total_vnd(self) -> int:
        return self.unit_vnd * self.quantity

    @property
    def weight_g(self) -> int:
        return self.line.product.weight_g * self.quantity

    @property
    def is_gone(self) -> bool:
        return self.available == 0

    @property
    def is_short(self) -> bool:
        return 0 < self.available < self.quantity

    @property
    def price_changed(self) -> bool:
        return not self.is_gone and self.unit_vnd != self.seen_vnd

    @property
    def has_conflict(self) -> bool:
        return self.is_gone or self.is_short or self.price_changed

    @property
    def acceptable_quantity(self) -> int:
        return min(self.quantity, self.available)

    @property
    def next_step(self) -> PriceStep | None:
        """The next wholesale step that more of this good would reach."""
        steps = self.line.stockrecord.steps
        return next((step for step in steps if step.quantity > self.quantity and step.price_vnd < self.unit_vnd), None)

    @property
    def available_from(self) -> datetime.date | None:
        """The day from which a pre-ordered good leaves its seller; None when it is there already."""
        product = self.line.product
        return product.available_from if product.is_preorder_on(timezone.localdate()) else None

    @property
    def fewer(self) -> int:
        return self.quantity - 1

    @property
    def more(self) -> int:
        return self.quantity + 1


@dataclass(frozen=True)
class SellerPart:
    """What one seller would send. Sold-out lines do not count."""

    seller: Partner
    lines: list[BasketLine]

    @property
    def goods_vnd(self) -> int:
        return sum(line.total_vnd for line in self.lines if not line.is_gone)

    @property
    def weight_g(self) -> int:
        return sum(line.weight_g for line in self.lines if not line.is_gone)


@dataclass(frozen=True)
class BasketContents:
    """A whole basket, sellers in the order in which the buyer first chose them."""

    parts: list[SellerPart]

    @property
    def lines(self) -> list[BasketLine]:
        return [line for part in self.parts for line in part.lines]

    @property
    def conflicts(self) -> list[BasketLine]:
        return [line for line in self.lines if line.has_conflict]

    @property
    def goods_vnd(self) -> int:
        return sum(part.goods_vnd for part in self.parts)

    @property
    def weight_g(self) -> int:
        return sum(part.weight_g for part in self.parts)

    @property
    def items(self) -> int:
        return sum(line.quantity for line in self.lines if not line.is_gone)

    @property
    def fingerprint(self) -> str:
        """A short digest of goods, quantities and prices as the buyer knows them; another tab changes it."""
        facts = sorted((line.line.stockrecord_id, line.quantity, line.seen_vnd) for line in self.lines)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def contents_of(basket: Basket) -> BasketContents:
    """Return what lies in the basket. One query, whatever its size; none for a basket without a row."""
    parts: dict[int, SellerPart] = {}
    for entry in lines_of(basket):
        seller = entry.line.stockrecord.partner
        parts.setdefault(seller.pk, SellerPart(seller=seller, lines=[])).lines.append(entry)
    return BasketContents(parts=list(parts.values()))


def lines_of(basket: Basket) -> list[BasketLine]:
    """Return the lines of an open or saved basket, oldest first."""
    return list(_entries(_rows(basket))) if basket.pk else []


def left_of(stock: StockRecord) -> int:
    """Return how many can still be bought."""
    return max(0, (stock.num_in_stock or 0) - (stock.num_allocated or 0))


def line_count(basket: Basket) -> int:
    """Return the number on the basket's badge: different goods, not pieces."""
    return basket.lines.count() if basket.pk else 0


def _rows(basket: Basket) -> Iterable[Line]:
    return (
        Line.objects.filter(basket=basket)
        .select_related(
            "product__commune", "product__province", "stockrecord__partner__commune", "stockrecord__partner__province"
        )
        .order_by("pk")
    )


def _entries(rows: Iterable[Line]) -> Iterable[BasketLine]:
    today = timezone.localdate()
    for line in rows:
        stock = line.stockrecord
        may_be_ordered = line.product.is_public and line.product.may_be_ordered_on(today)
        for_sale = may_be_ordered and stock.partner.is_selling and stock.price is not None
        price = stock.unit_vnd(line.quantity) if stock.price is not None else line.price_incl_tax
        yield BasketLine(
            line=line,
            unit_vnd=int(price or 0),
            seen_vnd=int(line.price_incl_tax or 0),
            available=left_of(stock) if for_sale else 0,
            is_for_sale=for_sale,
        )
