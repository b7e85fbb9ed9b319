"""By which codes goods and packings go in exports and imports."""

from __future__ import annotations

from collections.abc import Mapping

from sellers.listings.bulk.cells import SKU_PATTERN
from sellers.listings.models import Listing
from sellers.models import StockRecord


def packing_code(listing: Listing, number: int, texts: Mapping[str, str], record: StockRecord | None) -> str:
    """Return the code an export gives a packing: the seller's own where an import can read it, else one of ours."""
    return packing_codes(listing, number, texts, record)[0]


def packing_codes(listing: Listing, number: int, texts: Mapping[str, str], record: StockRecord | None) -> list[str]:
    """Return every code an import finds a packing by, the best first."""
    written = [texts.get("sku", ""), record.partner_sku if record else ""]
    ours = f"L{listing.pk}-{number}" if listing.pk else ""
    return [code for code in (*filter(SKU_PATTERN.fullmatch, written), ours) if code] or [""]
