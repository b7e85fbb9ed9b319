"""Which rate applies to a sale, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sellers.commission.models import CommissionRate

BASIS = 10_000


@dataclass(frozen=True)
class Sale:
    """One line of a seller's part: where its good stands in the tree, and what was paid for it.

    category_paths: treebeard paths of the good's categories; a rate of a category holds for everything below it.
    """

    product_id: int
    amount_vnd: int
    category_paths: Sequence[str] = ()


def rate_for(*, seller_id: int, sale: Sale, rates: Iterable[CommissionRate]) -> int:
    """Return basis points: the seller's own rate, else the nearest category's, else the default, else 0.

    A seller's own rate for a category comes before the seller's rate for everything, which comes before any rate of
    a category for everybody: what was agreed with a seller is the most specific.

    rates: those in force on the day, with `category` loaded. Of two equal ones the later `valid_from` wins.
    """
    fitting = [rate for rate in rates if _fits(rate, seller_id, sale.category_paths)]
    best = max(fitting, key=lambda rate: (*_closeness(rate), rate.valid_from, rate.pk), default=None)
    return best.basis_points if best else 0


def commission_vnd(*, amount_vnd: int, basis_points: int) -> int:
    """Return the commission of one line in whole VND, half a đồng rounded up."""
    return (amount_vnd * basis_points + BASIS // 2) // BASIS


def _fits(rate: CommissionRate, seller_id: int, paths: Sequence[str]) -> bool:
    if rate.seller_id is not None and rate.seller_id != seller_id:
        return False
    return rate.category is None or any(path.startswith(rate.category.path) for path in paths)


def _closeness(rate: CommissionRate) -> tuple[bool, int]:
    return rate.seller_id is not None, len(rate.category.path) if rate.category else 0
