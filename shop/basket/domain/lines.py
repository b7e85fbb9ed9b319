"""Putting goods into a basket and changing how many. Nothing here is held: stock is taken when the order is placed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from catalogue.models import Product
from sellers.enums import SellerState
from sellers.models import StockRecord
from shop.basket.domain.opening import ensure_saved
from shop.basket.models import Basket, Line
from shop.basket.queries import left_of

MAX_QUANTITY = 999


class NotForSale(Exception):
    """The good is withdrawn, has no price, or its seller does not sell now."""


class NotEnough(Exception):
    """Less is left than asked. `available`: what can still be bought; `in_basket`: what already lies there."""

    def __init__(self, *, available: int, in_basket: int = 0) -> None:
        super().__init__(available)
        self.available = available
        self.in_basket = in_basket


def stock_for_sale(product: Product) -> StockRecord:
    """Return the stock that a good is sold from. Raises NotForSale."""
    stock = StockRecord.objects.select_related("partner").filter(product=product, price__isnull=False).first()
    may_be_ordered = product.is_public and product.may_be_ordered_on(timezone.localdate())
    if not may_be_ordered or stock is None or stock.partner.state != SellerState.APPROVED:
        raise NotForSale
    return stock


@transaction.atomic
def add(*, basket: Basket, product: Product, quantity: int) -> Line:
    """Put `quantity` more of a good into the basket at today's price.

    The first addition writes the basket's row. Raises NotForSale, NotEnough.
    """
    stock = stock_for_sale(product)
    ensure_saved(basket)
    line = basket.lines.select_for_update().filter(stockrecord=stock).first()
    in_basket = line.quantity if line else 0
    if in_basket + quantity > min(left_of(stock), MAX_QUANTITY):
        raise NotEnough(available=min(left_of(stock), MAX_QUANTITY), in_basket=in_basket)
    if line is None:
        line, _ = basket.lines.get_or_create(
            line_reference=_reference(stock),
            product=product,
            stockrecord=stock,
            defaults={
                "quantity": 0,
                "price_currency": "VND",
                "price_excl_tax": stock.unit_vnd(quantity),
                "price_incl_tax": stock.unit_vnd(quantity),
            },
        )
    told = _told(line, in_basket + quantity) if in_basket else {}
    Line.objects.filter(pk=line.pk).update(quantity=F("quantity") + quantity, **told)
    line.refresh_from_db()
    return line


def set_quantity(*, line: Line, quantity: int) -> None:
    """Set how many of a line are wanted; 0 takes it out. Raises NotEnough."""
    if quantity <= 0:
        line.delete()
        return
    available = min(left_of(line.stockrecord), MAX_QUANTITY)
    if quantity > available and quantity > line.quantity:
        raise NotEnough(available=available)
    quantity = min(quantity, MAX_QUANTITY)
    Line.objects.filter(pk=line.pk).update(quantity=quantity, **_told(line, quantity))


def accept_terms(*, line: Line, price_vnd: int, quantity: int) -> bool:
    """Agree to a new price or a smaller quantity exactly as it was shown.

    Returns False and changes nothing when price or stock moved again meanwhile: it must be told anew.
    """
    stock = line.stockrecord
    if stock.price is None or stock.unit_vnd(quantity) != price_vnd or not 0 < quantity <= left_of(stock):
        return False
    Line.objects.filter(pk=line.pk).update(quantity=quantity, price_incl_tax=price_vnd, price_excl_tax=price_vnd)
    return True


def _told(line: Line, quantity: int) -> dict[str, int]:
    """Return the price columns of a line whose quantity the buyer changes.

    A wholesale step that the buyer's own quantity reaches or leaves is no news. A price that the seller changed
    meanwhile still is, so a line with such news keeps the price that the buyer saw.
    """
    stock = line.stockrecord
    if stock.price is None or int(line.price_incl_tax or 0) != stock.unit_vnd(line.quantity):
        return {}
    price_vnd = stock.unit_vnd(quantity)
    return {"price_incl_tax": price_vnd, "price_excl_tax": price_vnd}


def _reference(stock: StockRecord) -> str:
    """Return Oscar's line reference; goods have no options here, so product and stock name a line."""
    return f"{stock.product_id}_{stock.pk}"
