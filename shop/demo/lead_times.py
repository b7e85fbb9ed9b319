"""Goods of the demo market that are made to order."""

from __future__ import annotations

from catalogue.models import Product
from shop.demo.tables import rows
from shop.shipping.models import LeadTime


def load_lead_times(*, products: dict[str, Product]) -> None:
    """Create the missing lead times of data/lead_times.csv."""
    for row in rows("lead_times"):
        product = products[f"DEMO-{row['product']}"]
        stock = product.stockrecords.get()
        LeadTime.objects.get_or_create(seller_id=stock.partner_id, product=product, defaults={"days": int(row["days"])})
