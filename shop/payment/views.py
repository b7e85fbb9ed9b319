"""Providers tell us what happened. Signed messages only; each is written with its effect, once."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shop.payment.listening import listen
from shop.payment.providers import UnknownProvider, provider
from shop.payment.providers.base import Incoming, NotGenuine, Prepaid, Unavailable, Unreadable, is_prepaid

LARGEST = 1_000_000
log = logging.getLogger(__name__)


@csrf_exempt  # signed by the provider instead
@never_cache
@require_http_methods(["GET", "POST"])
def webhook(request: HttpRequest, code: str) -> HttpResponse:
    """Take a provider's message. 400: not genuine, nothing is kept; 503: we could not ask back, send it again."""
    way = _listening(code)
    at = timezone.now()
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return JsonResponse({"error": "too large"}, status=413)
    try:
        outcomes = listen(way=way, incoming=incoming_of(request), at=at)
    except NotGenuine as problem:
        log.warning("%s: message refused, %s", code, problem.reason)
        return JsonResponse({"error": "not genuine"}, status=400)
    except Unreadable as problem:
        log.error("%s: message not understood, %s", code, problem)
        return JsonResponse({"error": "not understood"}, status=422)
    except Unavailable as problem:
        log.error("%s: could not ask back, %s", code, problem)
        return JsonResponse({"error": "try again"}, status=503)
    status, body = way.answer(outcomes)
    return HttpResponse(status=status) if status == 204 else JsonResponse(body, status=status)


def incoming_of(request: HttpRequest) -> Incoming:
    """Return a request as providers read it: the raw body, because signatures are over bytes."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Incoming(headers=headers, query=request.GET.dict(), body=request.body)


def _listening(code: str) -> Prepaid:
    """Return a provider that is set up and sends messages, or answer 404."""
    try:
        way = provider(code)
    except UnknownProvider:
        raise Http404 from None
    if not is_prepaid(way) or not way.is_ready():
        raise Http404
    return way
