"""What is personal on a cached page, as small fragments that are never cached: name, basket, chosen commune."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from shop.basket.place import PLACE_COOKIE, commune_of
from shop.basket.queries import line_count
from shop.regions.models import Commune
from shop.regions.queries import communes_of
from shop.storefront import navigation, runs

COOKIE_SECONDS = 60 * 60 * 24 * 365
CHOSEN = "xa-da-chon"


@never_cache
@require_GET
def personal(request: HttpRequest) -> HttpResponse:
    """Return the account and basket links, and out of band the commune strip and the basket count of the tab bar.

    `khong-xa` leaves the strip out, for a page that has none.
    """
    commune = chosen_commune(request)
    next_stop = runs.next_for_commune(commune, timezone.now()) if commune else None
    context = {
        "commune": commune,
        "next_stop": next_stop,
        "name": _name(request),
        "count": _basket_count(request),
        "without_place": "khong-xa" in request.GET,
    }
    response = render(request, "storefront/fragments/personal.html", context)
    if commune:
        response.headers["HX-Trigger-After-Settle"] = CHOSEN
    return response


@never_cache
@require_GET
def next_run(request: HttpRequest) -> HttpResponse:
    """Return the ticket of the next run; `xa` chooses the commune and is remembered, without it the chosen one."""
    commune = _commune(request.GET.get("xa", "")) or chosen_commune(request)
    promise = request.GET.get("dang") == "loi-hen"
    now = timezone.now()
    next_stop = runs.next_for_commune(commune, now) if commune else runs.next_for_default_province(now)
    template = "storefront/fragments/promise.html" if promise else "storefront/fragments/ticket.html"
    response = render(request, template, {"commune": commune, "next_stop": next_stop})
    if "xa" in request.GET and commune:
        remember(response, commune)
        response.headers["HX-Trigger-After-Settle"] = "xa-moi"
    return response


@never_cache
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Remember the commune and go back to where the choice was made; a province alone leads to the point finder."""
    commune = _commune(request.GET.get("xa", ""))
    province = request.GET.get("tinh", "")
    back = _safe(request, request.GET.get("ve", ""))
    if commune is None or (province and commune.province_id != province):
        known = navigation.province_by_code(province)
        query = f"?tinh={known.code}" if known else ""
        return redirect(f"{reverse('storefront:points')}{query}")
    response = redirect(back or f"{reverse('storefront:points')}?xa={commune.code}")
    remember(response, commune)
    return response


@require_GET
def communes(request: HttpRequest) -> HttpResponse:
    """Return the options of a province's communes."""
    known = navigation.province_by_code(request.GET.get("tinh", ""))
    rows = list(communes_of(known.code)) if known else []
    response = render(request, "storefront/fragments/communes.html", {"communes": rows})
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def chosen_commune(request: HttpRequest) -> Commune | None:
    """Return the commune chosen on this device, else the account's; nothing is asked for a visitor without cookies."""
    known = {PLACE_COOKIE, settings.SESSION_COOKIE_NAME} & set(request.COOKIES)
    return commune_of(request) if known else None


def remember(response: HttpResponse, commune: Commune) -> None:
    response.set_cookie(
        PLACE_COOKIE,
        commune.code,
        max_age=COOKIE_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _commune(code: str) -> Commune | None:
    if len(code) != 5 or not (code.isascii() and code.isdigit()):
        return None
    return Commune.objects.filter(code=code, valid_to=None).select_related("province").first()


def _name(request: HttpRequest) -> str:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return ""
    user: Any = request.user
    return (user.full_name or "").strip()


def _basket_count(request: HttpRequest) -> int:
    """Return how many different goods lie in the basket, without opening one for somebody who has none."""
    held = {settings.SESSION_COOKIE_NAME, settings.OSCAR_BASKET_COOKIE_OPEN} & set(request.COOKIES)
    return line_count(request.basket) if held else 0  # type: ignore[attr-defined]


def _safe(request: HttpRequest, address: str) -> str:
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed and address.startswith("/") else ""
