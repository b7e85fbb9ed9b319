"""What each line of a part brings its seller, and who bears what is taken off it. Pure: no queries."""

from __future__ import annotations

from collections.abc import Sequence

from sellers.commission.domain.rounding import largest_remainder
from shop.order.models import Line, SellerOrder
from shop.vouchers.domain.amounts import Bearers


def seller_discounts(part: SellerOrder, lines: Sequence[Line]) -> list[int]:
    """Return what the seller bears of each line's discount; together what it bears of the part's."""
    return largest_remainder(total_vnd=part.seller_discount_vnd, weights=[int(line.discount_vnd) for line in lines])


def revenues(part: SellerOrder, lines: Sequence[Line]) -> list[int]:
    """Return what each line brings the seller before charges: its price less what the seller bears of its discount."""
    prices = [int(line.line_price_incl_tax) for line in lines]
    return [price - less for price, less in zip(prices, seller_discounts(part, lines), strict=True)]


def bearers_of(part: SellerOrder) -> Bearers:
    """Return who bears the discount of a part."""
    return Bearers(int(part.platform_discount_vnd), part.seller_discount_vnd, int(part.sponsor_discount_vnd))
