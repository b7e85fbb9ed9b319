"""The commission written on a seller's part when an order is placed; later rates do not change it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sellers.commission.domain.rates import BASIS, Sale, rate_for
from sellers.commission.models import CommissionRate
from sellers.commission.queries import category_paths, rates_in_force

Sold = Sequence[tuple[int, int]]  # product id, amount in VND after discounts


@dataclass(frozen=True)
class Commission:
    """What the market keeps of one seller's part, the rate it comes to, and each good's own rate."""

    amount_vnd: int
    basis_points: int
    by_product: Mapping[int, int] = field(default_factory=dict, compare=False)


def commissions(*, sold: Mapping[int, Sold], on: datetime.date) -> dict[int, Commission]:
    """Return seller id -> commission for what each seller sold on a day.

    A part is rounded once, half a đồng up; what it means for each line is shared out by largest remainder
    (rounding.py), so that lines always sum to it. Two queries however many sellers and goods; the second only when
    some rate is tied to a category.
    """
    rates = rates_in_force(seller_ids=sold, on=on)
    products = {product_id for lines in sold.values() for product_id, _ in lines}
    paths = category_paths(products) if any(rate.category_id for rate in rates) else {}
    return {seller_id: _of(seller_id, lines, rates, paths) for seller_id, lines in sold.items()}


def _of(seller_id: int, lines: Sold, rates: list[CommissionRate], paths: Mapping[int, list[str]]) -> Commission:
    by_product: dict[int, int] = {}
    exact = 0
    for product_id, amount_vnd in lines:
        sale = Sale(product_id, amount_vnd, paths.get(product_id, []))
        by_product[product_id] = rate_for(seller_id=seller_id, sale=sale, rates=rates)
        exact += amount_vnd * by_product[product_id]
    total = sum(amount_vnd for _, amount_vnd in lines)
    return Commission((exact + BASIS // 2) // BASIS, round(exact / total) if total else 0, by_product)
