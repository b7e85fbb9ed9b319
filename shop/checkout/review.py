"""What the buyer confirms: goods, what delivery costs, what is to be paid, and what the law asks to be told first.

Art. 37 of the consumer law (19/2023/QH15): who sells, quality and origin of the goods, price, delivery and its cost,
how to pay, returns, how long the offer holds.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace

from catalogue.lots.models import Lot, LotState
from sellers.models import Partner
from shop.basket.applied import Applied
from shop.basket.queries import BasketContents, BasketLine, SellerPart
from shop.order.domain.split import Group
from shop.shipping.models import HomeDeliveryRate, RunStop
from shop.shipping.schedule import Schedule


@dataclass(frozen=True)
class ReviewPart:
    """One seller's goods on one run, and what bringing them costs. delivery_vnd None: this seller does not deliver
    there; stop None: to the door, or no run is chosen yet.
    """

    seller: Partner
    lines: list[BasketLine]
    goods_vnd: int
    delivery_vnd: int | None
    days: int | None = None
    stop: RunStop | None = None
    discount_vnd: int = 0


@dataclass(frozen=True)
class Review:
    """The order as it would be placed now, in whole VND including VAT."""

    parts: list[ReviewPart]
    expiries: dict[int, datetime.date]
    applied: Applied | None = None

    @property
    def runs(self) -> list[tuple[RunStop | None, list[ReviewPart]]]:
        """The parts by run, the soonest run first."""
        by_run: dict[RunStop | None, list[ReviewPart]] = {}
        for part in self.parts:
            by_run.setdefault(part.stop, []).append(part)
        return sorted(by_run.items(), key=lambda entry: (entry[0] is not None, entry[0] and entry[0].arrives_at))

    @property
    def goods_vnd(self) -> int:
        return sum(part.goods_vnd for part in self.parts)

    @property
    def delivery_vnd(self) -> int:
        return sum(part.delivery_vnd or 0 for part in self.parts)

    @property
    def total_vnd(self) -> int:
        return self.goods_vnd + self.delivery_vnd - self.discount_vnd

    @property
    def discount_vnd(self) -> int:
        return sum(part.discount_vnd for part in self.parts)


def review_of(
    *,
    contents: BasketContents,
    fee_vnd: int = 0,
    rates: dict[int, HomeDeliveryRate] | None = None,
    schedule: Schedule | None = None,
    charged: Collection[Group] = (),
    applied: Applied | None = None,
    today: datetime.date,
) -> Review:
    """Return the review. rates given: home delivery by seller; otherwise each seller's parcel on each run pays the
    point's fee unless it is `charged` already, and `schedule` says which run each good goes on. applied: the voucher.
    """
    parts: list[ReviewPart] = []
    for part in contents.parts:
        if rates is None:
            parts += _by_run(part, fee_vnd, schedule or Schedule(), charged)
        else:
            rate = rates.get(part.seller.pk)
            charge, days = (rate.amount_vnd, rate.days) if rate else (None, None)
            parts.append(ReviewPart(part.seller, part.lines, part.goods_vnd, charge, days))
    if applied:
        parts = [replace(part, discount_vnd=applied.of(part.lines)) for part in parts]
    products = [line.line.product_id for line in contents.lines]
    return Review(parts=parts, expiries=_nearest_expiries(products, today), applied=applied)


def _by_run(part: SellerPart, fee_vnd: int, schedule: Schedule, charged: Collection[Group]) -> list[ReviewPart]:
    """Split a seller's goods by run; what is sold out stands with the seller's first."""
    by_stop: dict[RunStop | None, list[BasketLine]] = {}
    first = next((stop for line in part.lines if (stop := schedule.stops.get(line.line.product_id))), None)
    for line in part.lines:
        by_stop.setdefault(schedule.stops.get(line.line.product_id, first), []).append(line)
    return [
        ReviewPart(
            part.seller,
            lines,
            sum(line.total_vnd for line in lines if not line.is_gone),
            0 if stop and (part.seller.pk, stop.pk) in charged else fee_vnd,
            stop=stop,
        )
        for stop, lines in by_stop.items()
    ]


def _nearest_expiries(product_ids: list[int], today: datetime.date) -> dict[int, datetime.date]:
    """Return product id -> the nearest expiry date among its lots on sale."""
    lots = Lot.objects.filter(product_id__in=product_ids, state=LotState.ON_SALE, expires_on__gte=today)
    nearest: dict[int, datetime.date] = {}
    for product_id, expires_on in lots.order_by("expires_on").values_list("product_id", "expires_on"):
        nearest.setdefault(product_id, expires_on)
    return nearest
