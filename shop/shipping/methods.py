"""One method for the whole order that knows what each seller's parcel costs. Oscar's port."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from oscar.apps.shipping.methods import Base, Free, NoShippingRequired
from oscar.core.prices import Price

from shop.shipping.enums import DeliveryKind


class PerSeller(Base):  # type: ignore[misc]
    """Pick-up or home delivery with a charge per seller, in whole VND including VAT."""

    is_discounted = False

    def __init__(self, kind: DeliveryKind, charges: Mapping[Any, int]) -> None:
        self.code = kind.value
        self.name = str(kind.label)
        self.charges = charges

    def calculate(self, basket: Any) -> Price:
        return price(sum(self.charges.values()))


def price(amount_vnd: int) -> Price:
    """Return an amount as Oscar's price: VAT is inside, so both sides are equal."""
    return Price(currency="VND", excl_tax=Decimal(amount_vnd), incl_tax=Decimal(amount_vnd))


__all__ = ["Free", "NoShippingRequired", "PerSeller", "price"]
