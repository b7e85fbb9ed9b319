"""Empty the database after a test that commits, in milliseconds.

Django truncates every table and runs post_migrate again: seconds for each of more than a hundred tests. Only tables with
rows are emptied here, and what post_migrate made (content types, permissions) stays. Triggers are asleep meanwhile,
because append-only tables refuse to be emptied; a database user who may not do that gets Django's own way.
"""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import TransactionTestCase

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
_django_way = TransactionTestCase._fixture_teardown


def empty_tables() -> None:
    """Delete every row of every table but KEPT. Raises ProgrammingError where triggers may not be put to sleep."""
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        names = sorted(set(connection.introspection.table_names(cursor)) - KEPT)
        filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {quote(name)})" for name in names)  # noqa: S608
        cursor.execute(filled)
        for [name] in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quote(name)}")  # noqa: S608


def _teardown(case: TransactionTestCase) -> None:
    try:
        empty_tables()
    except ProgrammingError:
        _django_way(case)


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> None:
    TransactionTestCase._fixture_teardown = _teardown
