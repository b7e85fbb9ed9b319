"""What a buyer accepts after having been told of it."""

from __future__ import annotations

from django.db import transaction

from shop.basket.models import Basket


@transaction.atomic
def accept_prices(*, basket: Basket) -> int:
    """Bring the basket's lines to the prices of today and return how many changed.

    Call it when the page that shows both prices has been shown, so that the next order goes through.
    """
    changed = 0
    for line in basket.lines.select_related("stockrecord"):
        price = line.stockrecord.price
        if price is not None and line.price_incl_tax != price:
            type(line).objects.filter(pk=line.pk).update(price_incl_tax=price, price_excl_tax=price)
            changed += 1
    return changed
