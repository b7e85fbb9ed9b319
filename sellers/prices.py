"""Prices include VAT: what the buyer sees is what the seller stated, so both sides of Oscar's price are equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from oscar.apps.partner.prices import Base, FixedPrice, TaxInclusiveFixedPrice, Unavailable


class VatIncluded(TaxInclusiveFixedPrice):  # type: ignore[misc]
    """A price in whole VND including VAT."""

    def __init__(self, currency: str, amount: Decimal) -> None:
        super().__init__(currency=currency, excl_tax=amount, tax=Decimal(0))


@dataclass(frozen=True, order=True)
class PriceStep:
    """A wholesale step: from this quantity on, each unit costs price_vnd, in whole VND including VAT."""

    quantity: int
    price_vnd: int


def unit_price(*, base_vnd: int, steps: Sequence[PriceStep], quantity: int) -> int:
    """Return what one unit costs when so many are bought at once; a step never makes a unit dearer."""
    reached = [step.price_vnd for step in steps if quantity >= step.quantity]
    return min([base_vnd, *reached])


def steps_are_sound(*, base_vnd: int, steps: Sequence[PriceStep]) -> bool:
    """Return whether steps start from 2 units, rise in quantity, and each is cheaper than what stands before it."""
    quantities = [1, *(step.quantity for step in steps)]
    prices = [base_vnd, *(step.price_vnd for step in steps)]
    rising = all(before < after for before, after in pairwise(quantities))
    falling = all(before > after > 0 for before, after in pairwise(prices))
    return rising and falling


__all__ = [
    "Base",
    "FixedPrice",
    "PriceStep",
    "TaxInclusiveFixedPrice",
    "Unavailable",
    "VatIncluded",
    "steps_are_sound",
    "unit_price",
]
