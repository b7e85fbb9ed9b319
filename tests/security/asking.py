"""Ask for an address and see what it answered and wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.security.row import SIGN_IN, Row
from tests.security.world import Tenant

# Keeping somebody signed in or remembering a choice is not a change of anybody's data.
OWN_BOOKKEEPING = {"django_session"}


@dataclass(frozen=True)
class Answered:
    """What came back, and the tables that were written."""

    status: int | str
    body: str
    written: frozenset[str]


def patterns() -> dict[str, URLPattern]:
    """Return every address by its full name."""
    return dict(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            yield from _walk(item, prefix + (f"{item.namespace}:" if item.namespace else ""))
        else:
            yield prefix + (item.name or str(item.pattern)), item


def ask(client: Client, row: Row, tenant: Tenant, *, method: str = "", with_data: bool = True) -> Answered:
    """Send the row's request with the tenant's identifiers; nothing it does stays."""
    method = method or row.method
    data = row.data(tenant) if with_data and method == row.method else {}
    with _rolled_back():
        before = _writes()
        response = getattr(client, method)(reverse(row.name, kwargs=row.args(tenant)), data)
        body = _body(response)
        after = _writes()
    written = {table for table, count in after.items() if count != before.get(table, 0)} - OWN_BOOKKEEPING
    return Answered(_status(response), body, frozenset(written))


def _status(response: HttpResponseBase) -> int | str:
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith(f"{resolve_url(settings.LOGIN_URL)}?next="):
        return SIGN_IN
    return response.status_code


def _body(response: HttpResponseBase) -> str:
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "".join(f"{name}: {value}\n" for name, value in response.headers.items())
    return headers + raw.decode("utf-8", "replace")


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _writes() -> dict[str, int]:
    """Return how many rows this test's transaction has written so far, by table.

    The counting takes longer than many a page. A transaction that wrote or locked nothing yet has no number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
        if cursor.fetchone() == (True,):
            return {}
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del AS count FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


def count_writes_from_here() -> None:
    """Have PostgreSQL clear its counts when this transaction ends, or the next one would still show them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
