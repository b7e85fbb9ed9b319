"""Prices include VAT: what the buyer sees is what the seller stated, so both sides of Oscar's price are equal."""

from __future__ import annotations

from decimal import Decimal

from oscar.apps.partner.prices import Base, FixedPrice, TaxInclusiveFixedPrice, Unavailable


class VatIncluded(TaxInclusiveFixedPrice):  # type: ignore[misc]
    """A price in whole VND including VAT."""

    def __init__(self, currency: str, amount: Decimal) -> None:
        super().__init__(currency=currency, excl_tax=amount, tax=Decimal(0))


__all__ = ["Base", "FixedPrice", "TaxInclusiveFixedPrice", "Unavailable", "VatIncluded"]
