"""Price per kilogram or litre, from the net content on the label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CONTENT = re.compile(r"(?:(\d+)\s*[x×]\s*)?(\d+(?:[.,]\d+)?)\s*(kg|g|gr|gam|ml|lít|lit|l)\b", re.IGNORECASE)
IN_BASE = {
    "kg": (Decimal(1), "kg"),
    "g": (Decimal("0.001"), "kg"),
    "gr": (Decimal("0.001"), "kg"),
    "gam": (Decimal("0.001"), "kg"),
    "l": (Decimal(1), "lít"),
    "lít": (Decimal(1), "lít"),
    "lit": (Decimal(1), "lít"),
    "ml": (Decimal("0.001"), "lít"),
}


@dataclass(frozen=True)
class UnitPrice:
    """Whole VND for one kilogram or litre."""

    amount_vnd: int
    unit: str


def unit_price(price_vnd: int | None, net_content: str) -> UnitPrice | None:
    """Return the price per kg or litre; None when the label states no weight or volume, or states exactly one.

    Reads "250 g", "500 ml", "1,5 lít" and "20 × 50 g". Rounds half up.
    """
    match = CONTENT.search(net_content or "")
    if price_vnd is None or match is None:
        return None
    factor, unit = IN_BASE[match[3].lower()]
    amount = int(match[1] or 1) * Decimal(match[2].replace(",", ".")) * factor
    if amount <= 0 or amount == 1:
        return None
    return UnitPrice(int((Decimal(price_vnd) / amount).quantize(Decimal(1), ROUND_HALF_UP)), unit)
