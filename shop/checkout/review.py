"""What the buyer confirms: goods, what delivery costs, what is to be paid, and what the law asks to be told first.

Art. 37 of the consumer law (19/2023/QH15): who sells, quality and origin of the goods, price, delivery and its cost,
how to pay, returns, how long the offer holds.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from catalogue.lots.models import Lot, LotState
from sellers.models import Partner
from shop.basket.queries import BasketContents, BasketLine
from shop.shipping.models import HomeDeliveryRate


@dataclass(frozen=True)
class ReviewPart:
    """One seller's goods and what bringing them costs. delivery_vnd None: this seller does not deliver there."""

    seller: Partner
    lines: list[BasketLine]
    goods_vnd: int
    delivery_vnd: int | None
    days: int | None = None


@dataclass(frozen=True)
class Review:
    """The order as it would be placed now, in whole VND including VAT."""

    parts: list[ReviewPart]
    expiries: dict[int, datetime.date]

    @property
    def goods_vnd(self) -> int:
        return sum(part.goods_vnd for part in self.parts)

    @property
    def delivery_vnd(self) -> int:
        return sum(part.delivery_vnd or 0 for part in self.parts)

    @property
    def total_vnd(self) -> int:
        return self.goods_vnd + self.delivery_vnd


def review_of(
    *,
    contents: BasketContents,
    fee_vnd: int = 0,
    rates: dict[int, HomeDeliveryRate] | None = None,
    today: datetime.date,
) -> Review:
    """Return the review. rates given: home delivery by seller; otherwise each seller's parcel pays the point's fee."""
    parts = []
    for part in contents.parts:
        rate = rates.get(part.seller.pk) if rates is not None else None
        charge = fee_vnd if rates is None else rate.amount_vnd if rate else None
        parts.append(ReviewPart(part.seller, part.lines, part.goods_vnd, charge, rate.days if rate else None))
    products = [line.line.product_id for line in contents.lines]
    return Review(parts=parts, expiries=_nearest_expiries(products, today))


def _nearest_expiries(product_ids: list[int], today: datetime.date) -> dict[int, datetime.date]:
    """Return product id -> the nearest expiry date among its lots on sale."""
    lots = Lot.objects.filter(product_id__in=product_ids, state=LotState.ON_SALE, expires_on__gte=today)
    nearest: dict[int, datetime.date] = {}
    for product_id, expires_on in lots.order_by("expires_on").values_list("product_id", "expires_on"):
        nearest.setdefault(product_id, expires_on)
    return nearest
