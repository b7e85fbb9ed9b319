"""What a batch of rows is judged by, read at once: a fixed number of queries whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from catalogue.lots.models import Lot, LotTracking
from catalogue.models import Category
from sellers.listings.bulk.columns import PARENT
from sellers.listings.bulk.models import ImportJob, ImportPicture, ImportRow, SellerSku
from sellers.listings.domain import writing
from sellers.listings.domain.completeness import Facts
from sellers.listings.models import Listing, ListingPicture
from sellers.models import Partner, StockRecord


@dataclass(kw_only=True)
class Known(Facts):
    """By the code of a good: its listing and the pictures that came with the file; by product: stock, lots.

    One Listing object stands for one listing in the whole batch, so that a row sees what the rows before it changed.
    """

    job: ImportJob
    start: dict[str, Any]  # what a new listing begins with
    categories: dict[str, Category]
    listings: dict[str, Listing]
    records: dict[int, StockRecord]
    packings: dict[tuple[int, int], StockRecord]  # (product of the good, number of the packing)
    packing_skus: dict[str, str]  # codes of packings on offer -> name of the good
    tracked: set[int]
    lots: dict[str, int]  # code of a lot -> its product
    with_pictures: set[int]
    pictures: dict[str, list[ImportPicture]]
    parents: dict[str, ImportRow] = field(default_factory=dict)  # rows of goods that packings of the batch belong to

    def category(self, slug: str) -> Category | None:
        return self.categories.get(slug)

    def has_pictures(self, listing: Listing) -> bool:
        return listing.pk in self.with_pictures

    def is_lot_of_another(self, code: str, listing: Listing) -> bool:
        return code in self.lots and self.lots[code] != listing.product_id

    def record_of(self, listing: Listing) -> StockRecord | None:
        return self.records.get(listing.product_id) if listing.product_id else None


def read_known(job: ImportJob, rows: Iterable[ImportRow], *, for_update: bool = False) -> Known:
    """Read what these rows need. for_update: lock the listings, then the stock of all their packings, each by key."""
    rows = list(rows)
    skus = {row.sku for row in rows if row.sku} | {row.cells[PARENT] for row in rows if row.cells.get(PARENT)}
    listings = _listings(job.seller, skus, for_update=for_update)
    products = {listing.product_id for listing in listings.values() if listing.product_id}
    records, packings = _stock(job.seller, products, for_update=for_update)
    codes = {row.cells["lot_code"] for row in rows if row.cells.get("lot_code")}
    codes |= {str(listing.content["lot_code"]) for listing in listings.values() if listing.content.get("lot_code")}
    shown = ListingPicture.objects.filter(listing__in={listing.pk for listing in listings.values()})
    pictures = defaultdict(list)
    for picture in job.pictures.filter(sku__in=skus):
        pictures[picture.sku].append(picture)
    absent = skus - listings.keys()
    return Known(
        job=job,
        start=writing.default_content(job.seller),
        categories={category.slug: category for category in Category.objects.filter(numchild=0)},
        listings=listings,
        records=records,
        packings=packings,
        packing_skus=_packing_skus(job.seller, absent),
        tracked=_tracked(records, packings),
        lots=dict(Lot.objects.filter(code__in=codes).values_list("code", "product")),
        with_pictures=set(shown.values_list("listing", flat=True).distinct()),
        pictures=dict(pictures),
        parents={row.sku: row for row in job.rows.filter(sku__in=absent).exclude(cells__has_key=PARENT)},
    )


def _listings(seller: Partner, skus: set[str], *, for_update: bool) -> dict[str, Listing]:
    """Return code -> listing: the seller's own code, or the L-number that an export gives those without."""
    numbers = {int(sku[1:]) for sku in skus if sku[:1] == "L" and sku[1:].isdecimal() and len(sku) < 18}
    own = dict(SellerSku.objects.filter(seller=seller, sku__in=skus).values_list("listing", "sku"))
    unnamed = Listing.objects.filter(seller=seller, pk__in=numbers, seller_sku=None).values_list("pk", flat=True)
    rows = Listing.objects.filter(pk__in=sorted({*own, *unnamed})).select_related("product").order_by("pk")
    if for_update:
        rows = rows.select_for_update(of=("self",))
    named = {own.get(listing.pk, f"L{listing.pk}"): listing for listing in rows}
    for listing in named.values():
        listing.seller = seller
    return named


def _stock(
    seller: Partner, products: set[int], *, for_update: bool
) -> tuple[dict[int, StockRecord], dict[tuple[int, int], StockRecord]]:
    """Return the stock of goods, and of their packings on offer. Locked by key, as orders do."""
    family = Q(product__in=products) | Q(product__parent__in=products)
    rows = StockRecord.objects.filter(family, partner=seller).select_related("product").order_by("pk")
    if for_update:
        rows = rows.select_for_update(of=("self",), no_key=True)
    own: dict[int, StockRecord] = {}
    further: dict[tuple[int, int], StockRecord] = {}
    for record in rows:
        if record.product_id in products:
            own.setdefault(record.product_id, record)
        elif record.product.packing_no is not None:
            further[(record.product.parent_id, record.product.packing_no)] = record
    return own, further


def _packing_skus(seller: Partner, skus: set[str]) -> dict[str, str]:
    records = StockRecord.objects.filter(partner=seller, partner_sku__in=skus, product__packing_no__isnull=False)
    return dict(records.values_list("partner_sku", "product__parent__title"))


def _tracked(records: dict[int, StockRecord], packings: dict[tuple[int, int], StockRecord]) -> set[int]:
    products = {record.product_id for record in (*records.values(), *packings.values())}
    return set(LotTracking.objects.filter(product__in=products).values_list("product", flat=True))
