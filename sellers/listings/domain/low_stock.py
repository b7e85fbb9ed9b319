"""Tell sellers once when a good runs out."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.enums import SellerState
from sellers.listings.queries import low_stock
from sellers.models import Partner, StockRecord
from sellers.movements.models import LowStockNotice
from shop.communication.sending import tell


def warn_low_stock(*, at: datetime.datetime) -> int:
    """Tell the sellers of goods that fell to their mark since they had enough; return how many goods. Twice is once."""
    sellers = Partner.objects.filter(state=SellerState.APPROVED).values_list("pk", flat=True)
    low = {record.pk: record for record in low_stock(sellers)}
    LowStockNotice.objects.exclude(stockrecord__in=low).delete()
    told = set(LowStockNotice.objects.values_list("stockrecord", flat=True))
    return sum(_warn(record, at) for pk, record in low.items() if pk not in told)


@transaction.atomic
def _warn(record: StockRecord, at: datetime.datetime) -> int:
    _notice, is_new = LowStockNotice.objects.get_or_create(stockrecord=record, defaults={"told_at": at})
    if is_new and record.partner.phone:
        tell(
            key=f"low-stock:{record.pk}:{at:%Y%m%d%H%M%S}",
            recipient=record.partner.phone,
            template="low_stock",
            context={"record": record, "seller": record.partner},
        )
    return int(is_new)
