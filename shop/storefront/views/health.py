"""What machines ask: alive, ready, counters."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView

from catalogue.search.queries import is_ready as search_is_ready

LOOPBACK = {"127.0.0.1", "::1"}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 while the database or the queue cannot be used. Search falls back to the database, so it only warns."""
    checks: dict[str, Callable[[], bool]] = {"database": _database, "queue": _queue, "search": search_is_ready}
    results = {name: _passes(check) for name, check in checks.items()}
    is_ready = results["database"] and results["queue"]
    words = {name: "ok" if passed else "fail" for name, passed in results.items()}
    return JsonResponse(words, status=200 if is_ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus, for this machine or the bearer of METRICS_TOKEN."""
    if _may_read_metrics(request):
        return ExportToDjangoView(request)
    return HttpResponseForbidden("metrics are for this machine or the bearer of METRICS_TOKEN\n")


def _may_read_metrics(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    is_forwarded = "X-Forwarded-For" in request.headers
    return not token and not is_forwarded and request.META.get("REMOTE_ADDR") in LOOPBACK


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except DatabaseError:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _queue() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs LIMIT 1")
        return True
