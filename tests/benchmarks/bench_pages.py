"""Public pages without any cache: CPU of the application and queries, beside a bare Django list page of the same run.

The bare page lists 24 goods with one query and a ten-line template; nothing that shows goods can be cheaper. Aims:
a list at most twice the bare page, a product page at most 10 CPU-ms, search with facets at most 25 CPU-ms.
"""

from __future__ import annotations

import tempfile
import time

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.test.utils import setup_databases
from django.urls import include, path
from django.utils import timezone

from catalogue.models import Product
from catalogue.search import engines as search_engines
from catalogue.search.documents import load_all
from shop.demo.market import load_market
from shop.demo.progress import Progress

ROUNDS = 60
BARE = (
    '<!doctype html><html lang="vi"><head><title>Sản phẩm</title></head><body><ul>{% for good in goods %}'
    '<li><a href="{{ good.get_absolute_url }}">{{ good.title }}</a> {{ good.price_vnd|vnd }}</li>'
    "{% endfor %}</ul></body></html>"
)


def bare(request: HttpRequest) -> HttpResponse:
    goods = Product.objects.filter(is_public=True).order_by("-published_at", "-pk")[:24]
    return HttpResponse(engines["django"].from_string(BARE).render({"goods": goods}, request))


urlpatterns = [path("bench/bare/", bare), path("", include("shop.urls"))]


def run() -> None:
    setup_databases(verbosity=0, interactive=False, keepdb=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(ROOT_URLCONF=__name__, MEDIA_ROOT=f"{folder}/media", SEARCH_INDEX_DIR=f"{folder}/search"),
        transaction.atomic(),
    ):
        load_market(now=timezone.now(), progress=Progress())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # or the planner believes the tables of this transaction to be empty
        search_engines.current().rebuild(load_all())
        _compare()
        search_engines.close_all()
        transaction.set_rollback(True)


def _compare() -> None:
    good = Product.objects.filter(is_public=True, stars__isnull=False).order_by("pk")[0]
    base = _measured("bare list of 24", "/bench/bare/", None)
    for name, address in {
        "home": "/",
        "list of 24": "/danh-muc/gia-vi/",
        "search of 24 with facets": "/tim-kiem/?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm",
        "product": good.get_absolute_url(),
        "pick-up points": "/diem-nhan/",
        "run calendar": "/chuyen-hang/",
    }.items():
        _measured(name, address, base)


def _measured(name: str, address: str, base_ms: float | None) -> float:
    """Print and return the CPU-ms of one GET; the first two calls warm up, the second counts the queries."""
    client = Client()
    if client.get(address).status_code != 200:
        raise SystemExit(f"{address} did not answer 200")
    asked: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: (asked.append(sql), execute(sql, *rest))[1]):
        client.get(address)
    started = time.process_time()
    for _ in range(ROUNDS):
        client.get(address)
    cpu_ms = (time.process_time() - started) * 1000 / ROUNDS
    ratio = "" if base_ms is None else f", {cpu_ms / base_ms:.1f} × the bare list"
    print(f"{name}: {cpu_ms:.1f} CPU-ms, {len(asked)} queries{ratio}")
    return cpu_ms
