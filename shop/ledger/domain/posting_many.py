"""Post very many transactions in a few statements, for settlements; the same rules as posting.py."""

from __future__ import annotations

import datetime

from django.db import connection

from shop.ledger.domain.posting import Unbalanced

UNBALANCED = """
    SELECT business_key FROM ledger_posting GROUP BY business_key HAVING SUM(amount_vnd) <> 0 LIMIT 1
"""
ACCOUNTS = """
    INSERT INTO ledger_account (code, kind, key)
    SELECT DISTINCT account_kind || CASE account_key WHEN '' THEN '' ELSE ':' || account_key END,
        account_kind, account_key
    FROM ledger_posting WHERE amount_vnd <> 0 ORDER BY 1
    ON CONFLICT DO NOTHING
"""
TRANSACTIONS = """
    INSERT INTO ledger_transaction (business_key, kind, order_number, occurred_at, created_at)
    SELECT business_key, %s, MIN(order_number), %s, clock_timestamp()
    FROM ledger_posting WHERE amount_vnd <> 0 GROUP BY business_key ORDER BY business_key
"""
ENTRIES = """
    INSERT INTO ledger_entry (transaction_id, account_id, amount_vnd, line_key)
    SELECT t.id, a.id, p.amount_vnd, p.line_key
    FROM ledger_posting AS p
    JOIN ledger_transaction AS t ON t.business_key = p.business_key
    JOIN ledger_account AS a ON a.kind = p.account_kind AND a.key = p.account_key
    WHERE p.amount_vnd <> 0 AND t.id >= %s AND t.id < %s
"""
BOUNDS = """
    SELECT COALESCE(MIN(t.id), 0), COALESCE(MAX(t.id), -1)
    FROM ledger_transaction AS t JOIN ledger_posting AS p ON p.business_key = t.business_key
"""
CHUNK = 1_000  # transactions whose balance the database checks before the next ones are written
CHECK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


def post_prepared(*, kind: str, occurred_at: datetime.datetime) -> int:
    """Write what stands in the temporary table `ledger_posting`, drop it, and return how many transactions that were.

    The caller made it in this transaction with the columns business_key, order_number, account_kind, account_key,
    amount_vnd and line_key, one row per side. Raises Unbalanced, and IntegrityError when a key was posted before.

    Deferred checks are made chunk by chunk: each costs the more, the more of them wait for the commit. Within a
    savepoint PostgreSQL keeps those it made as well: call this for many rows only in a transaction of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNBALANCED)
        if wrong := cursor.fetchone():
            raise Unbalanced(wrong[0])
        cursor.execute("CREATE INDEX ON ledger_posting (business_key)")
        cursor.execute("ANALYZE ledger_posting")
        cursor.execute(ACCOUNTS)
        cursor.execute(TRANSACTIONS, [kind, occurred_at])
        posted = cursor.rowcount
        cursor.execute(BOUNDS)
        first, last = cursor.fetchone()
        for start in range(first, last + 1, CHUNK):
            cursor.execute(ENTRIES, [start, start + CHUNK])
            cursor.execute(CHECK)
        cursor.execute("DROP TABLE ledger_posting")
    return int(posted)
