"""Pages that are the same for everybody: kept by browsers and proxies, checked again by their fingerprint.

Each process also keeps a finished page for a moment (PAGE_CACHE_SECONDS), so that a rush on one page renders it once
a second, and nobody sees a price that is older than that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponse]
KEEP_SECONDS = 60


def public_page(view: View) -> View:
    """Mark good answers as public for a minute and answer 304 when nothing changed. GET and HEAD only."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _kept(request)
        if response is None:
            response = view(request, *args, **kwargs)
            if response.status_code in {200, 301}:
                patch_cache_control(response, public=True, max_age=KEEP_SECONDS)
                set_response_etag(response)
                _keep(request, response)
        return get_conditional_response(request, etag=response.headers.get("ETag"), response=response) or response

    return require_safe(wrapped)


def _key(request: HttpRequest) -> str:
    address = f"{request.get_host()} {request.get_full_path()}"
    return blake2b(address.encode(), digest_size=20).hexdigest()


def _may_keep(request: HttpRequest) -> bool:
    return settings.PAGE_CACHE_SECONDS > 0 and request.method == "GET"


def _kept(request: HttpRequest) -> HttpResponse | None:
    if not _may_keep(request):
        return None
    found = caches["pages"].get(_key(request))
    if found is None:
        return None
    content, status, headers = found
    return HttpResponse(content, status=status, headers=headers)


def _keep(request: HttpRequest, response: HttpResponse) -> None:
    if _may_keep(request) and not response.cookies and not response.has_header("Vary"):
        finished = (response.content, response.status_code, dict(response.headers))
        caches["pages"].set(_key(request), finished, settings.PAGE_CACHE_SECONDS)
