"""The steps before the servers start; each says what it does and how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from shop.shipping.planning import plan_weeks


@contextmanager
def step(out: OutputWrapper, title: str) -> Iterator[None]:
    """Print the title, run the body, print how long it took."""
    out.write(f"→ {title} …")
    out.flush()
    started = time.monotonic()
    yield
    out.write(f"  xong ({time.monotonic() - started:.1f} giây)")


def prepare(out: OutputWrapper) -> None:
    """Migrate, load the demo market, plan runs, build the search index, collect static files, as far as needed."""
    if _migrations_waiting():
        with step(out, "Tạo bảng trong cơ sở dữ liệu"):
            call_command("migrate", verbosity=0, interactive=False)
    is_new = settings.DEMO_MARKET and not _has_goods()
    if is_new:
        with step(out, "Nạp chợ minh hoạ"):
            call_command("demo_market", stdout=out)
    with step(out, "Xếp chuyến hàng bốn tuần tới"):
        # The nightly job does this too, but a machine that was off for a while has missed it.
        plan_weeks(today=timezone.localdate())
    if is_new or not _has_index():  # a search server may still hold the goods of a market that was reset
        with step(out, "Lập chỉ mục tìm kiếm"):
            call_command("search", "rebuild", stdout=out)
    with step(out, "Gom tệp tĩnh"):
        # Oscar's own dashboard assets are not used by any page here.
        call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["oscar"])


def _migrations_waiting() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _has_goods() -> bool:
    from catalogue.models import Product

    return Product.objects.exists()


def _has_index() -> bool:
    """False too when the index was built by a version of the code with other fields."""
    from catalogue.search.queries import is_ready

    return is_ready()
