"""What a buyer did not take, or what was lost and found, is back with its seller: it is in stock again."""

from __future__ import annotations

import datetime

from sellers import stock
from sellers.movements.models import MovementKind
from shop.fulfilment.amendments.models import LeftGoods
from shop.fulfilment.models import Parcel
from shop.order.lots.domain.allocating import add_to_lots


def restock(*, parcel: Parcel, at: datetime.datetime) -> None:
    """Put the goods of a returned parcel of left goods on the shelf, once. The caller holds the order's lock."""
    found = LeftGoods.objects.select_for_update(of=("self",)).filter(parcel=parcel, restocked_at=None)
    for left in found.select_related("amendment__seller_order"):
        units: dict[int, int] = {}
        for item in left.amendment.items.select_related("line"):
            if item.line.stockrecord_id is not None:
                units[item.line.stockrecord_id] = units.get(item.line.stockrecord_id, 0) + item.missing
        stock.lock(units)
        stock.take_in(units, kind=MovementKind.BACK, reference=left.amendment.seller_order.number)
        add_to_lots(units)
        left.restocked_at = at
        left.save(update_fields=["restocked_at"])
