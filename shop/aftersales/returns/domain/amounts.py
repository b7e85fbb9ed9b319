"""How much comes back, in whole VND. Pure: no queries.

Shares are taken as differences of running totals, so that returning a part bit by bit gives back exactly what
returning it at once would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sellers.commission.domain.rounding import largest_remainder
from shop.order.models import Line, SellerOrder


@dataclass(frozen=True)
class Before:
    """What earlier settlements of a part took back."""

    goods_vnd: int = 0
    commission_vnd: int = 0
    run_fee_vnd: int = 0
    point_fee_vnd: int = 0


@dataclass(frozen=True)
class Shares:
    """Where granted money comes from. The seller gives goods + own delivery − commission − fees."""

    goods_vnd: int
    run_delivery_vnd: int
    seller_delivery_vnd: int
    commission_vnd: int
    run_fee_vnd: int
    point_fee_vnd: int

    @property
    def refund_vnd(self) -> int:
        return self.goods_vnd + self.run_delivery_vnd + self.seller_delivery_vnd


def paid_for_lines(part: SellerOrder, lines: Sequence[Line]) -> dict[int, int]:
    """Return line id -> what was paid for all of it: its price less its share of the part's discount."""
    amounts = [int(line.line_price_incl_tax) for line in lines]
    discounts = largest_remainder(total_vnd=int(part.discount_vnd), weights=amounts)
    return {line.pk: amount - less for line, amount, less in zip(lines, amounts, discounts, strict=True)}


def running_share(total_vnd: int, *, of: int, before: int, more: int) -> int:
    """Return what `more` of `of` units bring after `before` units were taken: the difference of running totals."""
    if of <= 0:
        return 0
    return total_vnd * (before + more) // of - total_vnd * before // of


def line_amounts(
    part: SellerOrder, lines: Sequence[Line], *, before: Mapping[int, int], wanted: Mapping[int, int]
) -> dict[int, int]:
    """Return line id -> what was paid for the wanted quantity. before: what earlier requests named."""
    paid = paid_for_lines(part, lines)
    return {
        line.pk: running_share(paid[line.pk], of=line.quantity, before=before.get(line.pk, 0), more=wanted[line.pk])
        for line in lines
        if wanted.get(line.pk)
    }


def shares(part: SellerOrder, *, granted_vnd: int, goods_asked_vnd: int, before: Before) -> Shares:
    """Split a granted amount: goods first, what is beyond them is the delivery charge.

    Commission and fees go back in proportion to the goods; with the last goods all of them are back.
    """
    goods = min(granted_vnd, goods_asked_vnd)
    delivery = granted_vnd - goods
    of_seller = min(delivery, part.seller_delivery_vnd)
    all_goods = int(part.goods_vnd - part.discount_vnd)
    left = goods

    def back(total_vnd: int, gone_vnd: int) -> int:
        """Return the share of a charge, never more than what is left of the goods' money."""
        nonlocal left
        due = total_vnd * (before.goods_vnd + goods) // all_goods - gone_vnd if all_goods else 0
        share = max(0, min(due, left))
        left -= share
        return share

    return Shares(
        goods_vnd=goods,
        run_delivery_vnd=delivery - of_seller,
        seller_delivery_vnd=of_seller,
        commission_vnd=back(int(part.commission_vnd), before.commission_vnd),
        run_fee_vnd=back(int(part.run_fee_vnd), before.run_fee_vnd),
        point_fee_vnd=back(int(part.point_fee_vnd), before.point_fee_vnd),
    )
