"""What every page may show without a query of its own."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shop.storefront import navigation


def operator(request: HttpRequest) -> dict[str, Any]:
    """The operator's public data, the province promised by default, and whether this is a demo market."""
    return {
        "operator": settings.OPERATOR,
        "demo_market": settings.DEMO_MARKET,
        "default_province": SimpleLazyObject(_default_province_name),
    }


def _default_province_name() -> str:
    province = navigation.default_province()
    return province.name if province else ""
