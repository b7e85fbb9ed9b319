"""What must hold of the ledger itself: balanced, unchanged, guarded, and closed months as they were closed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Sum

from shop.ledger.enums import AccountKind
from shop.ledger.models import Account, Entry, MonthClose, Transaction
from shop.ledger.months import balances_at, counted_in, next_month, starts_at

GUARDS = {
    ("ledger_entry", "append_only"),
    ("ledger_entry", "balanced"),
    ("ledger_transaction", "append_only"),
    ("ledger_transaction", "open_month"),
    ("ledger_monthclose", "as_closed"),
    ("ledger_monthclose", "kept"),
}
CODES = """
    SELECT code FROM ledger_account WHERE code <> kind || CASE key WHEN '' THEN '' ELSE ':' || key END ORDER BY code
"""


def broken() -> Iterator[str]:
    """Name each unbalanced transaction, each guard that is missing or off, and each closed month that moved."""
    sums = Transaction.objects.annotate(total=Sum("entries__amount_vnd", default=0)).exclude(total=0)
    for key, total in sums.values_list("business_key", "total"):
        yield f"{key}: entries sum to {total}"
    for key in Transaction.objects.filter(entries=None).values_list("business_key", flat=True):
        yield f"{key}: has no entries"
    if Entry.objects.filter(amount_vnd=0).exists():
        yield "there are entries of zero"
    yield from _misnamed()
    yield from _wrongly_reversed()
    for table, guard in sorted(GUARDS - _guards()):
        yield f"{table}: trigger {guard} is missing or off"
    yield from _closed_months()


def _misnamed() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(CODES)
        for (code,) in cursor.fetchall():
            yield f"account {code}: its code is not its kind and key"
    for kind in Account.objects.exclude(kind__in=AccountKind.values).values_list("kind", flat=True).distinct():
        yield f"account kind {kind} is unknown"


def _wrongly_reversed() -> Iterator[str]:
    """A reversal brings what it reverses to zero, account by account."""
    statement = """
        SELECT r.business_key FROM ledger_transaction AS r JOIN ledger_entry AS e
            ON e.transaction_id IN (r.id, r.reverses_id)
        WHERE r.reverses_id IS NOT NULL
        GROUP BY r.id, r.business_key, e.account_id, e.line_key HAVING SUM(e.amount_vnd) <> 0
    """
    with connection.cursor() as cursor:
        cursor.execute(statement)
        for (key,) in cursor.fetchall():
            yield f"{key}: is not the opposite of what it reverses"


def _closed_months() -> Iterator[str]:
    """Recompute what every closed month ended with."""
    for close in MonthClose.objects.filter(reopened_at=None).order_by("month"):
        now = balances_at(starts_at(next_month(close.month)))
        for kind in sorted({*now, *close.balances}):
            if now.get(kind, 0) != close.balances.get(kind, 0):
                yield f"month {close}: {kind} was {close.balances.get(kind, 0)}, is now {now.get(kind, 0)}"
        if counted_in(close.month) != close.transaction_count:
            yield f"month {close}: {close.transaction_count} transactions were closed, now {counted_in(close.month)}"


def _guards() -> set[tuple[str, str]]:
    statement = """
        SELECT c.relname, g.name FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
        CROSS JOIN unnest(%s::text[]) AS g (name)
        WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgname LIKE 'pgtrigger_' || g.name || '\\_%%'
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [sorted({guard for _table, guard in GUARDS})])
        return set(cursor.fetchall())
