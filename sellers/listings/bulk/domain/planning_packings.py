"""Rows of further packings: the same good in another size, found by the code of the packing within its good."""

from __future__ import annotations

import datetime
from typing import Any

from sellers.listings.bulk.cells import ReadRow
from sellers.listings.bulk.codes import packing_codes
from sellers.listings.bulk.domain.planning import Plan, RowRefused, edit, packing_trade
from sellers.listings.bulk.known import Known
from sellers.listings.bulk.models import ImportRow
from sellers.listings.bulk.refusals import code_of_a_good, nameless_packing, no_parent, too_many_packings
from sellers.listings.content import PACKINGS
from sellers.listings.models import Listing
from sellers.listings.packings import LABELS, MOST_PACKINGS, read_packings

COPIED = ("net_content", "weight_g")
TRADED = ("price_vnd", "stock")


def plan_packing(row: ImportRow, read: ReadRow, known: Known, at: datetime.datetime) -> Plan:
    """Return what the row of a packing would do to its good. Raises RowRefused."""
    if read.sku in known.listings:
        raise RowRefused(code_of_a_good())
    listing = known.listings.get(read.parent_sku)
    if listing is None:
        raise RowRefused(no_parent(read.parent_sku))
    texts = read_packings(listing.content.get(PACKINGS))
    number = _number_of(read.sku, listing, texts, known)
    record = known.packings.get((listing.product_id or 0, number))
    if str(number) not in texts:
        if not read.packing_name:
            raise RowRefused(nameless_packing())
        if len(texts) >= MOST_PACKINGS:
            raise RowRefused(too_many_packings(MOST_PACKINGS))
    before = texts.get(str(number), {"sku": read.sku})
    given = {PACKINGS: {**texts, str(number): {**before, **_texts(read, with_trade=record is None)}}}
    plan = edit(row, read, listing, given=given)
    plan.packing = number
    plan.trade = packing_trade(plan, record, known, at) if record else None
    return plan


def _number_of(sku: str, listing: Listing, texts: dict[str, dict[str, str]], known: Known) -> int:
    """Return the number of the packing that has this code, or the next free one."""
    on_offer = {number: record for (product, number), record in known.packings.items() if product == listing.product_id}
    for number in map(int, texts):
        if sku in packing_codes(listing, number, texts[str(number)], on_offer.get(number)):
            return number
    return max([0, *map(int, texts), *on_offer]) + 1


def _texts(read: ReadRow, *, with_trade: bool) -> dict[str, Any]:
    """Return the cells of a packing by their names; price and stock of one on offer change by themselves."""
    names = (*COPIED, *TRADED) if with_trade else COPIED
    found = {name: str(read.typed[name]) for name in names if name in read.typed}
    if read.packing_name:
        found["name"] = read.packing_name
    return {name: text for name, text in found.items() if name in LABELS}
