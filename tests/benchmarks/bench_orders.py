"""Placing an order through the checkout page, from POST to redirect: CPU of application and database, and queries.

Printed beside an empty view of the same run, because absolute times differ between machines. Aim: at most 150 CPU-ms.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, setup_databases
from django.urls import include, path

from catalogue.models import Product
from tests.concurrency.market import Form, forms_of, goods, stops

ORDERS = 60
AIM_MS = 150
CLOCK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("bench/empty/", empty), path("", include("shop.urls"))]


def run() -> None:
    setup_databases(verbosity=0, interactive=False, keepdb=True)
    with override_settings(ROOT_URLCONF=__name__), transaction.atomic():
        base = _measured("empty view", 1, [lambda: Client().get("/bench/empty/")] * ORDERS)
        for sellers in (1, 3):
            _measured(f"order of {sellers} seller(s)", base, _orders(sellers))
        transaction.set_rollback(True)


def _orders(sellers: int) -> list[Callable[[], HttpResponse]]:
    basket: list[Product] = [product for _ in range(sellers) for product in goods(1, stock=ORDERS)]
    at = stops(1, capacity=ORDERS * sellers)
    return [lambda form=form: _sent(form) for form in forms_of([basket] * ORDERS, at)]


def _sent(form: Form) -> HttpResponse:
    client = Client(headers={"Cookie": form.cookies})
    response = client.post("/thanh-toan/", form.body, content_type="application/x-www-form-urlencoded")
    if response.status_code != 302:
        raise SystemExit(f"the order was refused with {response.status_code}")
    return response


def _measured(name: str, base_ms: float, calls: list[Callable[[], HttpResponse]]) -> float:
    """Print and return the CPU-ms of one call; the first warms up and counts the queries."""
    with CaptureQueriesContext(connection) as queries:
        calls[0]()
    asked = len(queries)
    application, database = time.process_time(), _database_ms()
    for call in calls[1:]:
        call()
    count = len(calls) - 1
    app_ms, db_ms = (time.process_time() - application) * 1000 / count, (_database_ms() - database) / count
    total = app_ms + db_ms
    note = "" if base_ms == 1 else f", {total / base_ms:.0f} × the empty view (aim: {AIM_MS} ms)"
    print(f"{name}: {total:.1f} CPU-ms ({app_ms:.1f} application, {db_ms:.1f} database), {asked} queries{note}")
    return total


def _database_ms() -> float:
    """Return the CPU-ms that this connection's PostgreSQL process has used; 0 when it runs on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) * CLOCK_MS
