"""The answer while the index cannot be read: the filters, from the database, without words and counts.

Words are left out on purpose: matching them by scanning the table would take the database down with the index.
"""

import time
from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils import timezone

from catalogue.models import Category, Product
from catalogue.search.enums import Mark
from catalogue.search.protocol import SearchQuery, SearchResult, Sort, pages

ORDER: dict[Sort, list[str | OrderBy]] = {
    Sort.RELEVANCE: ["-sales_count", "-pk"],
    Sort.NEWEST: ["-published_at", "-pk"],
    Sort.PRICE_UP: [F("price_vnd").asc(nulls_last=True), "pk"],
    Sort.PRICE_DOWN: [F("price_vnd").desc(nulls_last=True), "pk"],
    Sort.BEST_SELLING: ["-sales_count", "-pk"],
}


def search(query: SearchQuery) -> SearchResult:
    started = time.perf_counter()
    found = filtered(query)
    total = found.count()
    start = (query.page - 1) * query.per_page
    ids = found.order_by(*ORDER[query.sort]).values_list("pk", flat=True)[start : start + query.per_page]
    return SearchResult(
        ids=list(ids),
        total=total,
        page=query.page,
        pages=pages(total, query.per_page),
        degraded=True,
        took_ms=(time.perf_counter() - started) * 1000,
    )


def filtered(query: SearchQuery) -> QuerySet[Product]:
    """Return the goods that pass the filters. Communes still asked for are those that no run reaches."""
    found = Product.objects.none() if query.communes else Product.objects.browsable()
    if query.categories:
        found = found.filter(pk__in=_in_categories(query.categories))
    if query.provinces:
        found = found.filter(province__slug__in=query.provinces)
    if query.stars:
        found = found.filter(stars__in=query.stars, stars_until__gte=timezone.localdate())
    if query.sellers:
        found = found.filter(seller_slug__in=query.sellers)
    if query.price_from is not None:
        found = found.filter(price_vnd__gte=query.price_from)
    if query.price_to is not None:
        found = found.filter(price_vnd__lte=query.price_to)
    if query.in_stock:
        found = found.filter(available__gt=0)
    if query.months:
        found = found.filter(season_months__overlap=list(query.months))
    if query.marks:
        found = found.filter(reduce(or_, (_marked(mark) for mark in query.marks)))
    return found


def _in_categories(slugs: tuple[str, ...]) -> QuerySet:
    paths = Category.objects.filter(slug__in=slugs).values_list("path", flat=True)
    below = reduce(or_, (Q(category__path__startswith=path) for path in paths), Q(pk__in=[]))
    return Product.categories.through.objects.filter(below).values("product_id")


def _marked(mark: str) -> Q:
    conditions: dict[str, Q] = {
        Mark.OCOP: Q(stars__isnull=False, stars_until__gte=timezone.localdate()),
        Mark.VIETNAMESE: Q(is_vietnamese=True),
        Mark.SPECIALITY: Q(is_speciality=True),
    }
    return conditions.get(mark, Q(pk__in=[]))
