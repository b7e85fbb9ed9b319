"""What to offer while somebody types."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from catalogue.search.popular import popular
from catalogue.search.protocol import Suggestions
from catalogue.search.queries import corrected_spelling
from catalogue.search.queries import suggest as suggest_goods
from shop.storefront.listing.parameters import text_from

SHOWN = 6
LONG_ENOUGH = 4  # letters; less is only begun
KEEP_SECONDS = 60


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Return an HTML fragment, or JSON for `Accept: application/json`."""
    text = text_from(request.GET)
    found = suggest_goods(text, SHOWN) if text else Suggestions()
    often = [] if text else popular(today=timezone.localdate(), limit=SHOWN)
    corrected = corrected_spelling(text) if len(text) >= LONG_ENOUGH and found == Suggestions() else None
    if "application/json" in request.headers.get("Accept", ""):
        response: HttpResponse = JsonResponse(_as_json(text, found) | {"popular": often, "corrected": corrected})
    else:
        context = {"text": text, "found": found, "popular": often, "corrected": corrected}
        response = render(request, "storefront/fragments/suggest.html", context)
    patch_vary_headers(response, ["Accept"])
    patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
    return response


def _as_json(text: str, found: Suggestions) -> dict[str, object]:
    places = {"categories": "category", "sellers": "seller", "provinces": "province"}
    answer: dict[str, object] = {
        "q": text,
        "products": [
            {"id": row.id, "name": row.name, "url": reverse("storefront:product_by_id", kwargs={"pk": row.id})}
            for row in found.products
        ],
    }
    for name, route in places.items():
        answer[name] = [
            asdict(row) | {"url": reverse(f"storefront:{route}", kwargs={"slug": row.slug})}
            for row in getattr(found, name)
        ]
    return answer
