"""What the search index gets from sellers: SKUs, and nothing of sellers who may not sell now."""

from collections.abc import Iterable, Sequence
from typing import Any

from catalogue.search import contributors, outbox
from sellers.enums import SellerState
from sellers.models import Partner, StockRecord


def seller_fields(product_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return SKU and whether to hide each product: hidden when every seller of it is suspended or closed."""
    fields: dict[int, dict[str, Any]] = {}
    records = StockRecord.objects.filter(product_id__in=product_ids).order_by("pk")
    for product_id, sku, state in records.values_list("product_id", "partner_sku", "partner__state"):
        known = fields.setdefault(product_id, {"sku": sku, contributors.HIDDEN: True})
        if state == SellerState.APPROVED:
            known[contributors.HIDDEN] = False
    return fields


def goods_of(seller: Partner) -> Iterable[int]:
    return StockRecord.objects.filter(partner=seller).values_list("product_id", flat=True)


def contribute() -> None:
    """Register with the search index; called once when the app is ready."""
    contributors.register("sellers", seller_fields)
    outbox.touch_on_save(Partner, goods_of)
    outbox.touch_on_save(StockRecord, lambda record: [record.product_id])
