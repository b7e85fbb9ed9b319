"""Pages that are the same for everybody: kept by browsers and proxies, checked again by their fingerprint."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]
KEEP_SECONDS = 60


def public_page(view: View) -> View:
    """Mark good answers as public for a minute and answer 304 when nothing changed. GET and HEAD only."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code in {200, 301}:
            patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
        return response

    return require_safe(conditional_page(wrapped))
