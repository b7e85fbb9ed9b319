"""Which stock record a buyer gets, at what price and whether it can be bought. Oscar's port."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from oscar.apps.partner.strategy import PurchaseInfo, Structured

from catalogue.models import Product
from sellers.availability import Base as Availability
from sellers.availability import InStock, NotSelling, Unavailable
from sellers.models import StockRecord
from sellers.prices import Base as Price
from sellers.prices import Unavailable as NoPrice
from sellers.prices import VatIncluded


class Selector:
    """Everybody gets the same strategy."""

    def strategy(self, request: HttpRequest | None = None, user: object = None, **kwargs: Any) -> Market:
        return Market(request)


class Market(Structured):
    """A listing is one product of one seller, so the record is the line's own or the product's first selling one."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        """Prices do not depend on who asks; asking would read the session and make every page personal."""
        self.request = request
        self.user = None

    def fetch_for_line(self, line: Any, stockrecord: StockRecord | None = None) -> PurchaseInfo:
        """Return the line's price and stock, wholesale steps by its quantity applied."""
        info = self.fetch_for_product(line.product, stockrecord or line.stockrecord)
        record = info.stockrecord
        if record is None or record.price is None:
            return info
        price = VatIncluded(record.price_currency, Decimal(record.unit_vnd(line.quantity)))
        return PurchaseInfo(price=price, availability=info.availability, stockrecord=record)

    def select_stockrecord(self, product: Product) -> StockRecord | None:
        records = sorted(product.stockrecords.all(), key=lambda record: record.pk)
        selling = [record for record in records if record.partner.is_selling]
        return next(iter(selling or records), None)

    def pricing_policy(self, product: Product, stockrecord: StockRecord | None) -> Price:
        if stockrecord is None or stockrecord.price is None:
            return NoPrice()
        return VatIncluded(stockrecord.price_currency, stockrecord.price)

    def availability_policy(self, product: Product, stockrecord: StockRecord | None) -> Availability:
        if stockrecord is None or stockrecord.price is None:
            return Unavailable()
        if not (product.is_public and stockrecord.partner.is_selling and product.may_be_ordered_on(localdate())):
            return NotSelling()
        return InStock(stockrecord.net_stock_level)

    def parent_pricing_policy(self, product: Product, children_stock: list[Any]) -> Price:
        records = [record for _, record in children_stock if record is not None]
        return self.pricing_policy(product, records[0] if records else None)

    def parent_availability_policy(self, product: Product, children_stock: list[Any]) -> Availability:
        policies = [self.availability_policy(child, record) for child, record in children_stock]
        return next((policy for policy in policies if policy.is_available_to_buy), Unavailable())
