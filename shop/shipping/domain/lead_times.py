"""How long a seller needs before goods can leave, set by the seller."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from sellers.models import Partner
from shop.shipping.models import LeadTime


@transaction.atomic
def set_lead_times(*, seller: Partner, default_days: int, by_product: Mapping[int, int]) -> None:
    """Write a seller's lead times anew: one for everything, and product id -> days where a good differs.

    Orders placed before keep their runs.
    """
    LeadTime.objects.filter(seller=seller).delete()
    rows = [
        LeadTime(seller=seller, product_id=pk, days=days) for pk, days in by_product.items() if days != default_days
    ]
    if default_days:
        rows.append(LeadTime(seller=seller, days=default_days))
    LeadTime.objects.bulk_create(rows)
