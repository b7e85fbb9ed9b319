"""Pick-up points: find by commune (also by its former name), and one point."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shop.regions.models import Commune
from shop.regions.queries import communes_of, find_communes
from shop.shipping.domain.hours import standing_of
from shop.shipping.models import PickUpPoint
from shop.storefront import addresses, navigation, points, runs
from shop.storefront.middleware import POLICY
from shop.storefront.models import AddressKind
from shop.storefront.public import public_page

HOLIDAYS_SHOWN = 5


@public_page
def finder(request: HttpRequest) -> HttpResponse:
    """List points nearest first to the commune `xa` or the place `vd`, `kd` (latitude, longitude in degrees), or all
    of province `tinh`; `ten` looks a commune up by name.
    """
    words = request.GET.get("ten", "").replace("\x00", "").strip()[:80]
    commune = _commune(request.GET.get("xa", ""))
    matches = find_communes(words) if words else []
    if commune is None and len(matches) == 1:
        commune = matches[0]
    province_code = commune.province_id if commune else _province_code(request.GET.get("tinh", ""))
    here = None if commune else _place(request.GET.get("vd", ""), request.GET.get("kd", ""))
    if here:
        found = points.nearest_to(*here)
    else:
        found = points.nearest_first(commune) if commune else points.in_province(province_code)
    return render(
        request,
        "storefront/points.html",
        {
            "words": words,
            "matches": matches if len(matches) > 1 and commune is None else [],
            "nothing_matches": bool(words) and not matches,
            "commune": commune,
            "province": navigation.province_by_code(province_code),
            "provinces": navigation.provinces(),
            "communes": list(communes_of(province_code)),
            "found": found,
            "is_near_me": bool(here),
            "watched": commune or (matches[0] if len(matches) == 1 else None),
            "next_stops": runs.next_by_point([row.point.pk for row in found], timezone.now()),
            "tab": "runs",
        },
    )


@public_page
def point(request: HttpRequest, slug: str) -> HttpResponse:
    place = PickUpPoint.objects.without_hubs().filter(slug=slug).select_related("commune__province").first()
    if place is None:
        return addresses.redirect_from_old(request, AddressKind.POINT, slug)
    now = timezone.now()
    stops = runs.upcoming_at_point(place.pk, now)
    context = {
        "point": place,
        "stops": stops,
        "standing": standing_of(place, at=now),
        "now": now,
        "holidays": place.holidays.filter(day__gte=timezone.localdate(now))[:HOLIDAYS_SHOWN],
        "tiles": settings.MAP_TILES,
        "tab": "runs",
    }
    response = render(request, "storefront/point.html", context)
    if settings.MAP_TILES:
        host = "/".join(settings.MAP_TILES.split("/")[:3])
        policy = POLICY.replace("img-src 'self' data:", f"img-src 'self' data: {host}")
        response.headers["Content-Security-Policy"] = policy
    return response


def _commune(code: str) -> Commune | None:
    valid = len(code) == 5 and code.isascii() and code.isdigit()
    return Commune.objects.filter(code=code, valid_to=None).select_related("province").first() if valid else None


def _place(latitude: str, longitude: str) -> tuple[float, float] | None:
    """Return degrees as a browser gives them, rounded to about a kilometre; None for anything else."""
    try:
        place = round(float(latitude), 2), round(float(longitude), 2)
    except ValueError:
        return None
    return place if abs(place[0]) <= 90 and abs(place[1]) <= 180 else None


def _province_code(text: str) -> str:
    """Accept a province's code or slug; anything else means the default province."""
    known = navigation.province_by_code(text) or navigation.province_by_slug(text)
    return known.code if known else settings.DEFAULT_PROVINCE
