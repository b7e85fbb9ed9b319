"""Further packings of a published good: products of their own below it, each with its price and stock.

The good itself stays what it was, its own first packing, so that its address, its reviews and what was ordered of it
stay as well. A packing that is no longer offered loses its number and is hidden; orders keep pointing to it.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from catalogue.models import Product
from sellers.listings.content import Content
from sellers.listings.domain.stock import note_change
from sellers.listings.models import Listing
from sellers.listings.packings import Packing, packings
from sellers.models import StockRecord
from shop.accounts.models import User

# What a packing has in common with its good.
SHARED = (
    "unit", "slug", "province_id", "commune_id", "seller_name", "seller_slug", "is_vietnamese", "is_speciality",
    "is_demo", "published_at", "is_public", "card_image", "available_from", "preorder_opens_on", "preorder_closes_on",
    "shelf_life_days", "storage", "warning",
)  # fmt: skip


def offered(product: Product) -> dict[int, StockRecord]:
    """Return number -> stock record of the further packings on offer, in their order. One query."""
    records = StockRecord.objects.filter(product__parent=product, product__packing_no__isnull=False)
    ordered = records.select_related("product", "partner").order_by("product__packing_no")
    return {record.product.packing_no: record for record in ordered}


def write_packings(
    *, product: Product, content: Content, listing: Listing, actor: User | None, at: datetime.datetime
) -> None:
    """Make the offered packings those of the content; price and stock are taken from it the first time only."""
    wanted = {packing.number: packing for packing in packings(content.packings)}
    there = {child.packing_no: child for child in product.children.exclude(packing_no=None).order_by("pk")}
    for number, child in there.items():
        if number not in wanted:
            child.packing_no, child.is_public = None, False
            child.save(update_fields=["packing_no", "is_public"])
    for number, packing in wanted.items():
        child = _write(there.get(number) or Product(structure=Product.CHILD, parent=product), packing, product)
        if number not in there:
            _stock(child, packing, listing, actor, at)


def _write(child: Product, packing: Packing, product: Product) -> Product:
    for name in SHARED:
        setattr(child, name, getattr(product, name))
    child.packing_no, child.packing_name = packing.number, packing.name
    child.title = f"{product.title}, {packing.name}"
    child.net_content = packing.net_content
    child.weight_g = packing.weight_g or product.weight_g
    child.save()
    return child


def _stock(
    child: Product, packing: Packing, listing: Listing, actor: User | None, at: datetime.datetime
) -> StockRecord:
    record = StockRecord.objects.create(
        product=child,
        partner=listing.seller,
        partner_sku=free_sku(listing, packing),
        price=Decimal(packing.price_vnd or 0),
        num_in_stock=packing.stock or 0,
        num_allocated=0,
    )
    note_change(record=record, before=(None, None), actor=actor, at=at, reason="first")
    return record


def free_sku(listing: Listing, packing: Packing) -> str:
    """Return the seller's own code of the packing, or one of ours when there is none or it is taken."""
    taken = StockRecord.objects.filter(partner=listing.seller, partner_sku=packing.sku).exists()
    if packing.sku and not taken:
        return packing.sku
    again = StockRecord.objects.filter(partner=listing.seller, partner_sku__startswith=f"L{listing.pk}-").count()
    return f"L{listing.pk}-{packing.number}" if not again else f"L{listing.pk}-{packing.number}-{again}"
