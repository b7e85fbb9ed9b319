"""A product card, rendered once for what it shows: the same goods stand on many pages."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from catalogue.models import Product
from shop.storefront.templatetags.ui import ten_tinh

register = template.Library()

KEPT = 4_000  # cards of about one kilobyte, per process


class Card(NamedTuple):
    """All that a card depends on: kept by it, so that a changed price is another card.

    ready_on: when a good that is only ordered ahead leaves its seller; no run before that day is promised for it.
    """

    pk: int
    parent_id: int | None
    slug: str
    title: str
    unit: str
    province: str
    price_vnd: int | None
    price_varies: bool
    was_price_vnd: int | None
    in_stock: bool
    card_image: str
    ocop_stars: int | None
    rating: Decimal | float | None
    review_count: int
    ready_on: datetime.date | None


@register.simple_tag
def product_card(product: Product, run_label: str = "", eager: bool = False) -> SafeString:
    """Draw a card. run_label: the next run; eager: the picture is above the fold.

    In development it is drawn each time, so that edits of the template show.
    """
    card = Card(
        product.pk,
        product.parent_id,
        product.slug,
        product.title,
        product.unit,
        ten_tinh(product.province_id),
        product.price_vnd,
        product.price_varies,
        product.was_price_vnd,
        product.in_stock,
        product.card_image,
        product.ocop_stars,
        product.rating,
        product.review_count,
        product.available_from if product.is_preorder_on(timezone.localdate()) else None,
    )
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(card, run_label, bool(eager), get_language())


@lru_cache(maxsize=KEPT)
def _drawn(card: Card, run_label: str, eager: bool, language: str | None) -> SafeString:
    address = Product(pk=card.pk, parent_id=card.parent_id, slug=card.slug).get_absolute_url()
    return render_to_string(
        "partials/product_card.html", {"card": card, "address": address, "run_label": run_label, "eager": eager}
    )
