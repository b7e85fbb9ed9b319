"""Every ledger transaction sums to zero, and the database refuses to change, delete or unbalance one."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Sum

from shop.ledger.models import Entry, Transaction

GUARDS = {("ledger_entry", "append_only"), ("ledger_entry", "balanced"), ("ledger_transaction", "append_only")}


def broken() -> Iterator[str]:
    """Name each unbalanced transaction and each guard that is missing or switched off."""
    sums = Transaction.objects.annotate(total=Sum("entries__amount_vnd", default=0)).exclude(total=0)
    for key, total in sums.values_list("business_key", "total"):
        yield f"{key}: entries sum to {total}"
    for key in Transaction.objects.filter(entries=None).values_list("business_key", flat=True):
        yield f"{key}: has no entries"
    if Entry.objects.filter(amount_vnd=0).exists():
        yield "there are entries of zero"
    for table, guard in sorted(GUARDS - _guards()):
        yield f"{table}: trigger {guard} is missing or off"


def _guards() -> set[tuple[str, str]]:
    statement = """
        SELECT c.relname, g.name FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
        CROSS JOIN (VALUES ('append_only'), ('balanced')) AS g (name)
        WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgname LIKE 'pgtrigger_' || g.name || '_%%'
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [])
        return set(cursor.fetchall())
