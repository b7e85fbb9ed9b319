"""One world for all rows, committed once; every request is rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction

from tests.plugins.emptying import empty_tables, remember_seeds
from tests.security.asking import count_writes_from_here
from tests.security.world import World, build_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: object) -> Iterator[World]:
    """Both tenants, for all tests of a module."""
    with django_db_blocker.unblock():
        remember_seeds()
        try:
            with transaction.atomic():
                made = build_world()
                count_writes_from_here()
            yield made
        finally:
            empty_tables()


@pytest.fixture(scope="module", autouse=True)
def _counts_of_earlier_tests_are_cleared(django_db_setup: None, django_db_blocker: object) -> None:
    """PostgreSQL keeps a session's counts for up to a second after their transaction."""
    with django_db_blocker.unblock():
        count_writes_from_here()


@pytest.fixture(autouse=True)
def _writes_are_counted(db: None) -> None:
    count_writes_from_here()


@pytest.fixture(autouse=True)
def _second_factor_is_asked() -> None:
    assert settings.STAFF_SECOND_FACTOR
