"""Lists of goods: search, a category, a province. One shape, one template, one set of filters."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from catalogue.search import searchlog
from catalogue.search.protocol import Sort
from catalogue.search.queries import redirect_for
from catalogue.search.queries import search as search_goods
from shop.storefront import addresses, cards, navigation, runs
from shop.storefront.listing.filters import filters_of
from shop.storefront.listing.near import near_queries
from shop.storefront.listing.parameters import TEXT, Place, query_from, text_from
from shop.storefront.paging import Pager
from shop.storefront.public import public_page

SORTS = {
    Sort.RELEVANCE: "Phù hợp nhất",
    Sort.BEST_SELLING: "Bán chạy",
    Sort.NEWEST: "Mới nhất",
    Sort.PRICE_UP: "Giá thấp đến cao",
    Sort.PRICE_DOWN: "Giá cao đến thấp",
}


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """List goods, or lead to the page that the office chose for these words. Only searches without filters count."""
    text, plain = text_from(request.GET), set(request.GET) == {TEXT}
    address = redirect_for(text) if plain else None
    if address:
        searchlog.log.note(text, found=True)
        return redirect(address)
    context = listing_context(request, Place())
    if plain and not context["result"].degraded:
        searchlog.log.note(text, found=bool(context["result"].ids))
    return render(request, "storefront/listing.html", context)


@public_page
def category(request: HttpRequest, slug: str) -> HttpResponse:
    here = navigation.category_by_slug(slug)
    if here is None:
        return addresses.redirect_from_old(request, "category", slug)
    context = listing_context(request, Place(category=slug))
    context |= {"category": here, "above": navigation.ancestors(here), "below": navigation.children(here)}
    return render(request, "storefront/listing.html", context)


@public_page
def province(request: HttpRequest, slug: str) -> HttpResponse:
    here = navigation.province_by_slug(slug)
    if here is None:
        return _former_province(slug)
    context = listing_context(request, Place(province=slug))
    return render(request, "storefront/listing.html", context | {"province": here})


def listing_context(request: HttpRequest, place: Place) -> dict[str, Any]:
    """Return what every list shows; used by the seller's shop front too."""
    now = timezone.now()
    query = query_from(request.GET, place, month=timezone.localdate(now).month)
    result = search_goods(query)
    next_stop = runs.next_for_default_province(now)
    return {
        "q": query.text,
        "query": query,
        "result": result,
        "products": cards.by_ids(result.ids),
        "filters": filters_of(query, result, request.GET, place),
        "pager": Pager(result.page, result.pages, request.GET),
        "sorts": [(sort.value, label, sort == query.sort) for sort, label in SORTS.items()],
        "run_label": next_stop.label if next_stop else "",
        "near": near_queries(query.text) if not result.ids else [],
        "front_categories": navigation.front_categories(),
        "tab": "categories",
    }


def _former_province(slug: str) -> HttpResponse:
    """Lead the name of a merged province to the one it went into."""
    for link in navigation.provinces():
        if slug in {addresses.slug_of(name) for name in link.former_names}:
            return redirect("storefront:province", slug=link.slug, permanent=True)
    raise Http404
