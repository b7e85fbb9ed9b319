"""How amounts are written on screens and paper."""

from decimal import Decimal

NBSP = "\u00a0"
MINUS = "\u2212"


def vnd(amount: int | Decimal) -> str:
    """Return "1.206.000 ₫": dot groups, a non-breaking space, the sign U+2212 before negative amounts."""
    whole_vnd = int(amount)
    digits = f"{abs(whole_vnd):,}".replace(",", ".")
    return f"{MINUS if whole_vnd < 0 else ''}{digits}{NBSP}₫"


def short_vnd(amount: int | Decimal) -> str:
    """Return the short form for figures: "4,18 triệu", "950.000 ₫", "1,2 tỷ"."""
    whole_vnd = int(amount)
    for unit, size in (("tỷ", 10**9), ("triệu", 10**6)):
        if abs(whole_vnd) >= size:
            return f"{_trim(Decimal(whole_vnd) / size)}{NBSP}{unit}"
    return vnd(whole_vnd)


def grouped(number: int) -> str:
    """Return a count with dot groups: "5.763"."""
    return f"{int(number):,}".replace(",", ".")


def _trim(value: Decimal) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
