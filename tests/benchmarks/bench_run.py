"""A delivery day: throughput of a simulated one, a sync of 100 hand-overs, code to screen offline, a big manifest.

    make bench ARGS="run"            make bench ARGS="run --orders 2000 --parcels 5000"

Aims, printed and not asserted: the sync under a second, the screen within 100 ms, the manifest of 5,000 parcels under
10 s. That freezing and every list cost a fixed number of queries is asserted by tests.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext, setup_databases
from django.utils import timezone

from shop.accounts.enums import Role
from shop.demo.simulation.day import play
from shop.demo.simulation.scale import Scale
from shop.fulfilment.domain.freeze import freeze
from shop.fulfilment.labels import labels_of_run
from shop.fulfilment.manifest_file import as_xlsx
from shop.fulfilment.models import Parcel
from tests.benchmarks import counter
from tests.benchmarks.copied_orders import copied_orders
from tests.factories.people import GrantFactory
from tests.sign_in import sign_in

Result = TypeVar("Result")
MANIFEST_PARCELS, MANIFEST_STOPS, MANIFEST_AIM_S = 5_000, 20, 10


def run(options: Sequence[str] = ()) -> None:
    asked = argparse.ArgumentParser(prog="bench_run")
    asked.add_argument("--points", type=int, default=4, help="points of the simulated day")
    asked.add_argument("--orders", type=int, default=60, help="its orders")
    asked.add_argument("--parcels", type=int, default=150, help="its parcels")
    wanted = asked.parse_args(options)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in this thread
    _own_database()
    _day(Scale(points=wanted.points, orders=wanted.orders, parcels=wanted.parcels))
    _manifest()
    counter.measure(*counter.ready_orders())


def _day(scale: Scale) -> None:
    report = play(scale, now=timezone.now())
    counts, seconds = report.counts, report.seconds
    print(f"a day of {counts['orders']} orders, {counts['parcels']} parcels, {counts['acts']} acts on phones:")
    for part, count in (("orders", "orders"), ("packing", "parcels"), ("road", "parcels"), ("counters", "acts")):
        print(f"  {part}: {report.throughput(part, count):.0f} {count}/s")
    print(f"  all of it {sum(seconds.values()):.1f} s, of that the reckoning {seconds['reckoning']:.1f} s")
    if report.broken:
        raise SystemExit(f"{len(report.broken)} things are not explained, first: {report.broken[0]}")


def _manifest() -> None:
    ran = copied_orders(parcels=MANIFEST_PARCELS, stops=MANIFEST_STOPS)
    print(f"a run of {Parcel.objects.filter(run_stop__run=ran).count()} parcels to {MANIFEST_STOPS} stops:")
    manifest = _told("freezing it", lambda: freeze(run=ran, at=ran.cut_off_at))
    office = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    address = f"/quan-tri/chuyen-hang/{ran.pk}/bang-ke/"
    for view in ("diem", "nha-ban", "hang", "xep-xe"):
        _told(f"its page ?theo={view}", partial(office.get, f"{address}?theo={view}"))
    _told("its workbook", partial(as_xlsx, manifest))
    _told("all labels", partial(labels_of_run, manifest))


def _told(name: str, work: Callable[[], Result]) -> Result:
    """Print seconds and queries of a piece of work, and return its result."""
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as caught:
        result = work()
    taken = time.perf_counter() - begun
    print(f"  {name}: {taken:.2f} s (aim: {MANIFEST_AIM_S} s), {len(caught)} queries")
    return result


def _own_database() -> None:
    """Make a database of its own anew: the server's thread commits, and the tests' database must stay as migrated."""
    connections["default"].settings_dict["TEST"]["NAME"] = "bench_run"
    setup_databases(verbosity=0, interactive=False)
