"""The demo market, loaded once for all tests of this folder and rolled back after them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from shop.demo.market import Market, load_market
from shop.demo.progress import Progress

HERE = Path(__file__).parent
MONDAY = timezone.make_aware(datetime.datetime(2026, 11, 23, 9, 0))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests together on one worker: the market's open transaction must not surround others' tests."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="package")
def market(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Market]:
    media = tmp_path_factory.mktemp("demo-media")
    with override_settings(MEDIA_ROOT=media), django_db_blocker.unblock(), transaction.atomic():
        yield load_market(now=MONDAY, progress=Progress())
        transaction.set_rollback(True)
