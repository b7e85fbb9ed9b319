"""Further packings of a good, as a seller types them: the same good in another size, price and stock of their own.

`Listing.content["packings"]` keeps texts by number: {"1": {"name": "Chai 1 lít", "price_vnd": "180000", …}}. A number
stays with its packing for good: it is what ties the texts to the product that buyers ordered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sellers.listings.numbers import read_number

MOST_PACKINGS = 8
LABELS: dict[str, Any] = {
    "name": _("Tên quy cách"),
    "net_content": _("Lượng tịnh"),
    "weight_g": _("Khối lượng cả bao bì"),
    "price_vnd": _("Giá bán"),
    "stock": _("Tồn kho"),
    "sku": _("Mã hàng"),
}
NUMBERS = {"weight_g": 100_000, "price_vnd": 1_000_000_000, "stock": 1_000_000}
NEEDED = frozenset({"name", *NUMBERS})
LONGEST = {"name": 60, "net_content": 40, "sku": 64}
TRADE = frozenset({"price_vnd", "stock"})
KEPT_TEXT = 200


@dataclass(frozen=True, kw_only=True)
class Packing:
    """One packing as far as it can be read. number: from 1; None: nothing typed, or not readable."""

    number: int
    name: str = ""
    net_content: str = ""
    weight_g: int | None = None
    price_vnd: int | None = None
    stock: int | None = None
    sku: str = ""


def read_packings(value: Any) -> dict[str, dict[str, str]]:
    """Return the typed packings, numbers written without points; rows with nothing in them are left out."""
    if not isinstance(value, Mapping):
        return {}
    rows = {str(number): _texts(row) for number, row in value.items() if isinstance(row, Mapping)}
    kept = {number: row for number, row in rows.items() if row and number.isdecimal() and 0 < int(number) < 1000}
    return dict(sorted(kept.items(), key=lambda item: int(item[0]))[:MOST_PACKINGS])


def packings(texts: Mapping[str, Mapping[str, str]]) -> list[Packing]:
    """Return the readable part of the typed packings, in the order of their numbers."""
    return [_packing(int(number), row) for number, row in texts.items()]


def _packing(number: int, row: Mapping[str, str]) -> Packing:
    numbers = {name: read_number(row.get(name, "")) for name in NUMBERS}
    return Packing(
        number=number,
        name=row.get("name", ""),
        net_content=row.get("net_content", ""),
        weight_g=numbers["weight_g"],
        price_vnd=numbers["price_vnd"],
        stock=numbers["stock"],
        sku=row.get("sku", ""),
    )


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: " ".join(str(row.get(name) or "").replace("\0", "").split())[:KEPT_TEXT] for name in LABELS}
    numbers = {name: read_number(texts[name]) for name in NUMBERS}
    return {name: str(numbers[name]) if numbers.get(name) is not None else text for name, text in texts.items() if text}
