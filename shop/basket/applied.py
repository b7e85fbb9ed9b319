"""The entered voucher as it works on what lies in a basket now."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shop.basket.models import Basket
from shop.basket.queries import BasketContents, BasketLine
from shop.vouchers.domain.amounts import Good
from shop.vouchers.domain.entering import check
from shop.vouchers.domain.refusals import VoucherRefused
from shop.vouchers.models import Voucher
from shop.vouchers.queries import entered


@dataclass(frozen=True)
class Applied:
    """by_line: basket line -> what is taken off it, whole VND. refusal: why nothing is, and what to do."""

    voucher: Voucher
    by_line: Mapping[int, int] = field(default_factory=dict)
    refusal: str = ""

    @property
    def amount_vnd(self) -> int:
        return sum(self.by_line.values())

    def of(self, lines: Iterable[BasketLine]) -> int:
        """Return what is taken off some of the lines."""
        return sum(self.by_line.get(entry.line.pk, 0) for entry in lines)


def applied_to(*, basket: Basket, contents: BasketContents, at: datetime.datetime) -> Applied | None:
    """Return what the basket's voucher does now; None when no code was entered.

    Whether the buyer's own uses are spent is known for the signed-in owner; for guests it is asked with the phone when
    the order is placed.
    """
    voucher = entered(basket.pk)
    if voucher is None:
        return None
    lines = standing_lines(contents)
    try:
        taken = check(voucher, goods_in(contents), phone="", user=basket.owner, at=at)
    except VoucherRefused as refusal:
        return Applied(voucher, refusal=refusal.message)
    return Applied(voucher, {entry.line.pk: amount for entry, amount in zip(lines, taken, strict=True)})


def goods_in(contents: BasketContents) -> list[Good]:
    """Return what can be bought as a voucher sees it."""
    return [
        Good(entry.line.product_id, entry.line.stockrecord.partner_id, entry.line.product.province_id, entry.total_vnd)
        for entry in standing_lines(contents)
    ]


def standing_lines(contents: BasketContents) -> list[BasketLine]:
    return [entry for entry in contents.lines if not entry.is_gone]
