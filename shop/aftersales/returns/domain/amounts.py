"""How much comes back, in whole VND. Pure: no queries.

Shares are taken as differences of running totals, so that returning a part bit by bit gives back exactly what
returning it at once would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shop.aftersales.returns.models import ReturnLine
from shop.order.models import Line, SellerOrder


@dataclass(frozen=True)
class Before:
    """What earlier settlements of a part took back. discount_vnd: of the discount, whoever bore it."""

    goods_vnd: int = 0
    discount_vnd: int = 0
    platform_vnd: int = 0
    sponsor_vnd: int = 0
    commission_vnd: int = 0
    run_fee_vnd: int = 0
    point_fee_vnd: int = 0


@dataclass(frozen=True)
class Shares:
    """Where granted money comes from. The seller gives goods + own delivery − commission − fees to the buyer, and to
    the platform and the sponsor what they bore of these goods' discount.

    discount_vnd: what was taken off these goods, whoever bore it.
    """

    goods_vnd: int
    discount_vnd: int
    platform_vnd: int
    sponsor_vnd: int
    run_delivery_vnd: int
    seller_delivery_vnd: int
    commission_vnd: int
    run_fee_vnd: int
    point_fee_vnd: int

    @property
    def refund_vnd(self) -> int:
        return self.goods_vnd + self.run_delivery_vnd + self.seller_delivery_vnd


def running_share(total_vnd: int, *, of: int, before: int, more: int) -> int:
    """Return what `more` of `of` units bring after `before` units were taken: the difference of running totals."""
    if of <= 0:
        return 0
    return total_vnd * (before + more) // of - total_vnd * before // of


@dataclass(frozen=True)
class Paid:
    """What the buyer paid for some goods, and what was taken off their price."""

    amount_vnd: int
    discount_vnd: int


def line_amounts(lines: Sequence[Line], *, before: Mapping[int, int], wanted: Mapping[int, int]) -> dict[int, Paid]:
    """Return line id -> what was paid for the wanted quantity. before: what earlier requests named."""

    def share(line: Line, total_vnd: int) -> int:
        return running_share(total_vnd, of=line.quantity, before=before.get(line.pk, 0), more=wanted[line.pk])

    return {
        line.pk: Paid(share(line, line.paid_vnd), share(line, int(line.discount_vnd)))
        for line in lines
        if wanted.get(line.pk)
    }


def shares(part: SellerOrder, *, granted_vnd: int, goods_asked: Paid, before: Before) -> Shares:
    """Split a granted amount: goods first, what is beyond them is the delivery charge.

    The discount of these goods goes back with them to who bore it; where only some of their money is granted, that
    much of it. Commission and fees go back in proportion to what the goods brought the seller; with the last goods all
    of them are back.
    """
    goods = min(granted_vnd, goods_asked.amount_vnd)
    delivery = granted_vnd - goods
    of_seller = min(delivery, part.seller_delivery_vnd)
    discount = goods_asked.discount_vnd * goods // goods_asked.amount_vnd if goods_asked.amount_vnd else 0
    platform, sponsor = _borne_back(part, discount, before)
    gone = before.goods_vnd + before.platform_vnd + before.sponsor_vnd
    revenue = goods + platform + sponsor
    left = revenue

    def back(total_vnd: int, gone_vnd: int) -> int:
        """Return the share of a charge, never more than what is left of the goods' money."""
        nonlocal left
        due = total_vnd * (gone + revenue) // part.revenue_vnd - gone_vnd if part.revenue_vnd else 0
        share = max(0, min(due, left))
        left -= share
        return share

    return Shares(
        goods_vnd=goods,
        discount_vnd=discount,
        platform_vnd=platform,
        sponsor_vnd=sponsor,
        run_delivery_vnd=delivery - of_seller,
        seller_delivery_vnd=of_seller,
        commission_vnd=back(int(part.commission_vnd), before.commission_vnd),
        run_fee_vnd=back(int(part.run_fee_vnd), before.run_fee_vnd),
        point_fee_vnd=back(int(part.point_fee_vnd), before.point_fee_vnd),
    )


def revenue_weights(part: SellerOrder, rows: Sequence[ReturnLine]) -> list[int]:
    """Return weights by which what returned goods had brought the seller is shared out over them: what was paid for
    each, and what others bore of its discount."""
    total, borne = int(part.discount_vnd), part.borne_vnd
    if not total:
        return [int(row.amount_vnd) for row in rows]
    return [int(row.amount_vnd) * total + int(row.discount_vnd) * borne for row in rows]


def _borne_back(part: SellerOrder, discount_vnd: int, before: Before) -> tuple[int, int]:
    """Return what of a returned discount the platform and the sponsor had borne."""
    total = int(part.discount_vnd)
    if not total:
        return 0, 0
    reached = before.discount_vnd + discount_vnd
    platform = int(part.platform_discount_vnd) * reached // total - before.platform_vnd
    sponsor = int(part.sponsor_discount_vnd) * reached // total - before.sponsor_vnd
    return max(0, platform), max(0, sponsor)
