"""Orders gathered at points, and goods to put into them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from catalogue.models import Product
from catalogue.search.protocol import SearchQuery
from catalogue.search.queries import search
from shop.assisted.models import AssistedOrder

SHOWN = 12


def orders_of(point_ids: Iterable[int]) -> QuerySet[AssistedOrder]:
    """Return what was gathered at these points, newest first."""
    rows = AssistedOrder.objects.filter(point__in=list(point_ids))
    return rows.select_related("point__commune__province", "operator", "basket", "run_stop__run", "order")


def goods_named(words: str) -> list[Product]:
    """Return up to a dozen goods in stock that the words name, the best first; without words what sells best."""
    ids = search(SearchQuery(text=words, in_stock=True, per_page=SHOWN)).ids
    found = Product.objects.filter(is_public=True).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
