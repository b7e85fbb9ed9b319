"""Which basket a sent form belongs to. The page signs it, so that a lost cookie or a second tab loses nothing."""

from __future__ import annotations

import hashlib
import hmac
import uuid

from django.conf import settings

from shop.basket.holding import signed, unsigned
from shop.basket.models import Basket
from shop.order.models import Order

PURPOSE = "checkout"


def reference_of(basket: Basket) -> str:
    """Return what the form carries to name its basket."""
    return signed(basket.pk, PURPOSE)


def basket_named(reference: str) -> Basket | None:
    """Return the basket that a form names, whatever became of it; None for a reference that we did not sign."""
    pk = unsigned(reference, PURPOSE)
    return Basket.objects.filter(pk=pk).first() if pk else None


def order_of(basket: Basket) -> Order | None:
    """Return the order that came of a basket."""
    return Order.objects.filter(basket=basket).first()


def idempotency_key(basket: Basket) -> uuid.UUID:
    """Return the key under which this basket is ordered: the same from every tab, guessable by nobody."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"order-of-basket:{basket.pk}".encode(), hashlib.sha256).digest()
    return uuid.UUID(bytes=digest[:16], version=4)
