"""Which parts' cash has not reached the treasury. The rule is in README.md, "Which cash is in"."""

from __future__ import annotations

import datetime

from django.db import connection

from shop.ledger.enums import AccountKind

AFTER_THE_DRAWER = (AccountKind.CASH_DRIVER, AccountKind.CASH_DISPUTE, AccountKind.CASH_VARIANCE)

OUT = """
    WITH still_out AS (
        SELECT point, SUM(amount_vnd) AS amount_vnd FROM (
            SELECT a.key AS point, e.amount_vnd FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
            WHERE a.kind = %(drawer)s
            UNION ALL
            SELECT substr(e.line_key, 7), e.amount_vnd FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
            WHERE a.kind = ANY(%(after)s::text[]) AND e.line_key LIKE 'point-%%'
        ) AS moved GROUP BY point
    ), received AS (
        SELECT a.key AS point, e.line_key AS part, SUM(e.amount_vnd) AS amount_vnd, MAX(t.occurred_at) AS at
        FROM ledger_entry e
        JOIN ledger_account a ON a.id = e.account_id
        JOIN ledger_transaction t ON t.id = e.transaction_id
        WHERE a.kind = %(drawer)s AND e.line_key <> ''
        GROUP BY a.key, e.line_key HAVING SUM(e.amount_vnd) > 0
    ), newest_first AS (
        SELECT *, SUM(amount_vnd) OVER (PARTITION BY point ORDER BY at DESC, part DESC) - amount_vnd AS newer_vnd
        FROM received
    )
    SELECT part FROM newest_first JOIN still_out USING (point) WHERE newer_vnd < still_out.amount_vnd
"""


def point_line(point_id: int | str) -> str:
    """Return the line key that marks a point's cash on accounts after its drawer."""
    return f"point-{point_id}"


def parts_out() -> set[str]:
    """Return the numbers of the sellers' parts paid in cash at a point whose cash is not in the treasury. One query."""
    parameters = {"drawer": AccountKind.CASH_DRAWER.value, "after": [kind.value for kind in AFTER_THE_DRAWER]}
    with connection.cursor() as cursor:
        cursor.execute(OUT, parameters)
        return {part for (part,) in cursor.fetchall()}


def oldest_in_drawers() -> dict[str, datetime.datetime]:
    """Return point key -> when the oldest receipt that still lies in its drawer was taken. One query."""
    parameters = {"drawer": AccountKind.CASH_DRAWER.value, "after": []}
    statement = OUT.replace("SELECT part FROM newest_first", "SELECT point, MIN(at) FROM newest_first")
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} GROUP BY point", parameters)
        return dict(cursor.fetchall())
