"""The counter that works without network: its shell, its manifest and its service worker. Nobody's data is in them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shop.accounts.permissions import point_operator
from shop.fulfilment.counter.forms import LEFT, REFUSALS
from shop.fulfilment.counter.web_app import assets, version


@point_operator
@require_safe
def app(request: HttpRequest) -> HttpResponse:
    """The empty counter; the device fills it."""
    return render(request, "counter/app.html", {"reasons": REFUSALS, "left_reasons": LEFT})


@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to install the app."""
    icon = {"src": static("img/logo-mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    body = {
        "id": reverse("counter:app"),
        "name": _("Điểm trực Chợ Phiên"),
        "short_name": _("Điểm trực"),
        "lang": "vi",
        "start_url": reverse("counter:app"),
        "scope": reverse("counter:home"),
        "display": "standalone",
        "background_color": "#F7F2E7",
        "theme_color": "#1C4825",
        "icons": [icon],
    }
    return JsonResponse(body, content_type="application/manifest+json", headers={"Cache-Control": "max-age=3600"})


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, with the list of files it keeps and their version."""
    context = {"version": version(), "assets": assets()}
    response = render(request, "counter/may-chay.js", context, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
