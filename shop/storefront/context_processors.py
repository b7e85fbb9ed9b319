"""What every page may show without a query."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def operator(request: HttpRequest) -> dict[str, Any]:
    """The operator's public data and whether this is a demo market."""
    return {"operator": settings.OPERATOR, "demo_market": settings.DEMO_MARKET}
