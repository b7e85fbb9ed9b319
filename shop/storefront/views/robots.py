"""What search engines may read: robots.txt and the sitemap."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalogue.models import Product
from sellers.enums import SellerState
from sellers.models import Partner
from shop.shipping.models import PickUpPoint
from shop.storefront import navigation
from shop.storefront.public import public_page

PRIVATE = ("/gio-hang/", "/thanh-toan/", "/don-hang/", "/tai-khoan/", "/kenh-nguoi-ban/", "/diem-truc/", "/chuyen-xe/")
ALSO_PRIVATE = ("/quan-tri/", "/manh/", "/giay-to/", "/demo/", "/tim-kiem/goi-y/")
PER_FILE = 5000
PLAIN_PAGES = ("home", "search", "points", "runs", "regulations", "privacy", "ranking", "how_to_order", "returns")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in PRIVATE + ALSO_PRIVATE)]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('storefront:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the parts: one of pages, then goods by thousands."""
    parts = -(-Product.objects.browsable().count() // PER_FILE)
    names = ["trang", *(f"hang-{number}" for number in range(1, parts + 1))]
    addresses = [settings.SITE_URL + reverse("storefront:sitemap_part", kwargs={"part": name}) for name in names]
    return _xml(request, "storefront/sitemap_index.xml", addresses)


@public_page
def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    kind, _, number = part.partition("-")
    if part == "trang":
        found = list(_pages())
    elif kind == "hang" and number.isascii() and number.isdigit() and 0 < len(number) < 6 and int(number) > 0:
        found = list(_goods(int(number)))
    else:
        raise Http404
    if not found:
        raise Http404
    return _xml(request, "storefront/sitemap.xml", [settings.SITE_URL + address for address in found])


def _pages() -> Iterator[str]:
    yield from (reverse(f"storefront:{name}") for name in PLAIN_PAGES)
    yield from (reverse("storefront:category", kwargs={"slug": link.slug}) for link in navigation.categories())
    yield from (reverse("storefront:province", kwargs={"slug": link.slug}) for link in navigation.provinces())
    yield from (row.get_absolute_url() for row in Partner.objects.filter(state=SellerState.APPROVED).only("slug"))
    yield from (row.get_absolute_url() for row in PickUpPoint.objects.for_buyers().only("slug"))


def _goods(number: int) -> Iterator[str]:
    rows = (
        Product.objects.browsable()
        .order_by("pk")
        .only("slug", "parent_id")[(number - 1) * PER_FILE : number * PER_FILE]
    )
    return (row.get_absolute_url() for row in rows)


def _xml(request: HttpRequest, template: str, addresses: list[str]) -> HttpResponse:
    return render(request, template, {"addresses": addresses}, content_type="application/xml")
