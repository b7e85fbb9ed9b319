"""How much a voucher takes off, on which goods, and who bears it. Pure: no queries, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sellers.commission.domain.rounding import largest_remainder
from shop.vouchers.domain.refusals import BelowMinimum, NoGoods
from shop.vouchers.enums import Kind, Scope
from shop.vouchers.models import Voucher

Paths = Mapping[int, Collection[str]]


@dataclass(frozen=True)
class Good:
    """One line of a basket. amount_vnd: all of it, including VAT."""

    product_id: int
    seller_id: int
    province_id: str | None
    amount_vnd: int


@dataclass(frozen=True)
class Bearers:
    """Who bears an amount, whole VND."""

    platform_vnd: int = 0
    seller_vnd: int = 0
    sponsor_vnd: int = 0


def discounts(voucher: Voucher, goods: Sequence[Good], paths: Paths) -> list[int]:
    """Return what is taken off each good, in their order: the whole by largest remainder over the goods it is for.

    paths: product id -> treebeard paths of its categories; needed for a voucher of a category only.
    Raises NoGoods, BelowMinimum.
    """
    weights = [good.amount_vnd if _is_for(voucher, good, paths) else 0 for good in goods]
    eligible_vnd = sum(weights)
    if not eligible_vnd:
        raise NoGoods(voucher)
    if eligible_vnd < voucher.minimum_vnd:
        raise BelowMinimum(voucher, int(voucher.minimum_vnd) - eligible_vnd)
    return largest_remainder(total_vnd=taken_off(voucher, eligible_vnd), weights=weights)


def taken_off(voucher: Voucher, eligible_vnd: int) -> int:
    """Return the whole discount: a share of the goods is rounded down and capped."""
    if voucher.kind == Kind.AMOUNT:
        return int(voucher.amount_vnd)
    return min(eligible_vnd * voucher.per_cent // 100, int(voucher.cap_vnd))


def borne(voucher: Voucher, amount_vnd: int) -> Bearers:
    """Return who bears how much of an amount, by largest remainder: platform, seller, sponsor."""
    weights = [voucher.platform_per_cent, voucher.seller_per_cent, voucher.sponsor_per_cent]
    return Bearers(*largest_remainder(total_vnd=amount_vnd, weights=weights))


def borne_again(before: Bearers, amount_vnd: int) -> Bearers:
    """Return who bears what is left of a discount, in the proportion in which it was borne; nobody bears more."""
    weights = [before.platform_vnd, before.seller_vnd, before.sponsor_vnd]
    return Bearers(*largest_remainder(total_vnd=amount_vnd, weights=weights))


def _is_for(voucher: Voucher, good: Good, paths: Paths) -> bool:
    if voucher.scope == Scope.SELLER:
        return good.seller_id == voucher.seller_id
    if voucher.scope == Scope.PROVINCE:
        return good.province_id == voucher.province_id
    if voucher.scope == Scope.CATEGORY and voucher.category:
        return any(path.startswith(voucher.category.path) for path in paths.get(good.product_id, ()))
    return True
