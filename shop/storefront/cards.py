"""Product cards: rows read without joins, in one query, in the order asked for."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone

from catalogue.models import Product

CARD_FIELDS = (
    "id",
    "title",
    "slug",
    "parent_id",
    "unit",
    "province_id",
    "price_vnd",
    "price_varies",
    "was_price_vnd",
    "available",
    "card_image",
    "stars",
    "stars_until",
    "rating",
    "review_count",
    "available_from",
)


def on_sale() -> QuerySet[Product]:
    """Return goods that the public may see, with the columns of a card only."""
    return Product.objects.browsable().only(*CARD_FIELDS)


def by_ids(ids: Sequence[int]) -> list[Product]:
    """Return the goods in the order of `ids`; those that may no longer be seen are left out."""
    found = on_sale().in_bulk(list(ids)) if ids else {}
    return [found[pk] for pk in ids if pk in found]


def with_stars(stars: int, limit: int) -> list[Product]:
    """Return goods whose certificate of so many stars is in force, what sells most first."""
    rows = on_sale().filter(stars=stars, stars_until__gte=timezone.localdate(), available__gt=0)
    return list(rows.order_by("-sales_count", "-pk")[:limit])


def in_season(month: int, limit: int) -> list[Product]:
    """Return goods harvested in the month, what sells most first."""
    rows = on_sale().filter(season_months__contains=[month], available__gt=0)
    return list(rows.order_by("-sales_count", "-pk")[:limit])


def beside(product: Product, limit: int) -> list[Product]:
    """Return other goods of the same categories, what sells most first."""
    filed = Product.categories.through.objects
    own = filed.filter(product_id=product.pk).values("category_id")
    beside = filed.filter(category_id__in=own).exclude(product_id=product.pk).values("product_id")
    return list(on_sale().filter(pk__in=beside, available__gt=0).order_by("-sales_count", "-pk")[:limit])
