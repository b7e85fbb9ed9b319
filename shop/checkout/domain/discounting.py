"""What the entered voucher takes off an order, and what that makes of each seller's part."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sellers.commission.domain.rounding import largest_remainder
from shop.accounts.models import User
from shop.basket.models import Basket
from shop.order.domain.split import Item
from shop.vouchers.domain.amounts import Bearers, Good, borne
from shop.vouchers.domain.refusals import VoucherRefused
from shop.vouchers.domain.using import reserve
from shop.vouchers.enums import CommissionBase
from shop.vouchers.models import Voucher


@dataclass(frozen=True)
class Reserved:
    """A voucher that is locked until the order is written. refusal: why it takes nothing off, when it does not."""

    voucher: Voucher | None = None
    refusal: VoucherRefused | None = None

    def bearers(self, group: Sequence[Item]) -> Bearers:
        """Return who bears what is taken off one seller's part."""
        amount_vnd = sum(item.discount_vnd for item in group)
        return borne(self.voucher, amount_vnd) if self.voucher else Bearers()


def discounted(
    *, basket: Basket, items: Sequence[Item], phone: str, user: User | None, at: datetime.datetime
) -> tuple[list[Item], Reserved]:
    """Return the items with what the basket's voucher takes off them. Its row is locked, after the stock.

    A voucher that cannot be used takes nothing off; whether the buyer saw that, the total tells.
    """
    entered = getattr(basket, "entered_voucher", None)
    if entered is None:
        return list(items), Reserved()
    try:
        locked, taken = reserve(voucher_id=entered.voucher_id, goods=goods_of(items), phone=phone, user=user, at=at)
    except VoucherRefused as refusal:
        return list(items), Reserved(refusal=refusal)
    lessened = [replace(item, discount_vnd=amount) for item, amount in zip(items, taken, strict=True)]
    return lessened, Reserved(voucher=locked)


def goods_of(items: Sequence[Item]) -> list[Good]:
    """Return items as a voucher sees them."""
    return [
        Good(item.record.product_id, item.record.partner_id, item.record.product.province_id, item.amount_vnd)
        for item in items
    ]


def commission_bases(group: Sequence[Item], bearers: Bearers, base: CommissionBase) -> list[tuple[int, int]]:
    """Return (product id, amount) on which commission is taken: before or after what the seller bears."""
    less = [0] * len(group)
    if base == CommissionBase.NET:
        less = largest_remainder(total_vnd=bearers.seller_vnd, weights=[item.discount_vnd for item in group])
    return [(item.record.product_id, item.amount_vnd - taken) for item, taken in zip(group, less, strict=True)]
