"""Empty the database after a test that commits, in milliseconds, down to what migrations had put there.

Django truncates every table and runs post_migrate again: seconds for each of more than a hundred tests. Only tables
with rows are emptied here; what migrations load (KEPT, SEEDED) is there for the next test. Triggers sleep meanwhile,
because append-only tables refuse to be emptied; a database user who may not do that gets Django's own way.
"""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import TransactionTestCase

KEPT = {"django_migrations", "django_content_type", "auth_permission", "django_site"}
SEEDED = [
    "listings_watchedword",
    "onboarding_replytemplate",
    "onboarding_requirement",
    "records_retentionrule",
    "returns_returnreason",
    "search_index_curatedversion",
    "search_index_synonymgroup",
    "seller_tax_taxrate",
]
_seeds: dict[str, bytes] = {}
_django_setup, _django_teardown = TransactionTestCase._fixture_setup.__func__, TransactionTestCase._fixture_teardown


def remember_seeds() -> None:
    """Keep the rows of SEEDED as they are before the first test that commits; nothing else may hold rows by then."""
    with connection.cursor() as cursor:
        unknown = set(_filled(cursor)) - set(SEEDED)
        assert not unknown, f"{unknown}: a migration fills them (SEEDED), or a killed run left them (--create-db)"
        for name in SEEDED:
            with cursor.copy(f"COPY {name} TO STDOUT") as copy:
                _seeds[name] = b"".join(copy)


def empty_tables() -> None:
    """Delete every row that a test left. Raises ProgrammingError where triggers may not be put to sleep."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in _filled(cursor):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608
        _plant_seeds(cursor)


def _filled(cursor: Any) -> list[str]:
    """Return the tables with rows, but for KEPT."""
    quote = connection.ops.quote_name
    names = sorted(set(connection.introspection.table_names(cursor)) - KEPT)
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {quote(name)})" for name in names]  # noqa: S608
    cursor.execute(" UNION ALL ".join(asked))
    return [name for [name] in cursor.fetchall()]


def _plant_seeds(cursor: Any) -> None:
    for name, rows in _seeds.items():
        with cursor.copy(f"COPY {name} FROM STDIN") as copy:
            copy.write(rows)


@classmethod
def _setup(cls: type[TransactionTestCase]) -> None:
    if not _seeds:
        remember_seeds()
    _django_setup(cls)


def _teardown(case: TransactionTestCase) -> None:
    try:
        empty_tables()
    except ProgrammingError:
        _django_teardown(case)
        with connection.cursor() as cursor:
            _plant_seeds(cursor)


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> None:
    TransactionTestCase._fixture_setup, TransactionTestCase._fixture_teardown = _setup, _teardown
