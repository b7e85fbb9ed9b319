"""Each committed event reaches its job at least once and takes effect once: rows, ledger and queue agree one to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

SOURCES: dict[str, tuple[str, str]] = {
    # kind in the ledger: (business keys that rows ask for, the rows as words)
    "order-placed": ("SELECT 'order-placed:' || number FROM order_order", "order"),
    "money-received": (
        "SELECT 'money-received:' || provider || ':' || external_id FROM payment_receipt",
        "receipt",
    ),
    "refund-queued": ("SELECT 'refund-queued:' || id FROM payment_refund", "refund"),
    "refund-done": (
        "SELECT 'refund-done:' || id FROM payment_refund WHERE state = 'done' AND dispute_id IS NULL",
        "refund that left",
    ),
    "refund-by-bank": (
        "SELECT 'refund-by-bank:' || id FROM payment_refund WHERE dispute_id IS NOT NULL",
        "refund that the buyer's bank paid",
    ),
    "payout-paid": (
        "SELECT 'payout-paid:' || reference FROM payouts_transfer WHERE state = 'executed'",
        "executed transfer",
    ),
    "provider-paid": ("SELECT 'provider-paid:' || id FROM payment_providerpayout", "payout of a provider"),
    "partner-funded": ("SELECT 'partner-funded:' || id FROM vouchers_partnerfunding", "transfer to the partner"),
    "partner-charged": ("SELECT 'partner-charged:' || id FROM partner_fees_partnercharge", "charge of the partner"),
    "sponsor-paid": ("SELECT 'sponsor-paid:' || id FROM vouchers_sponsorpayment", "payment of a sponsor"),
    "tax-paid": ("SELECT 'tax-paid:' || id FROM seller_tax_taxpayment", "payment of tax"),
    "cash-remitted": (
        "SELECT 'cash-remitted:' || id FROM cash_remittance WHERE received_at IS NOT NULL AND received_vnd > 0",
        "hand-over of cash",
    ),
}
TAKEN_BACK = {
    "provider-paid": ("payment_providerpayout", "payout of a provider"),
    "partner-funded": ("vouchers_partnerfunding", "transfer to the partner"),
    "partner-charged": ("partner_fees_partnercharge", "charge of the partner"),
    "sponsor-paid": ("vouchers_sponsorpayment", "payment of a sponsor"),
    "tax-paid": ("seller_tax_taxpayment", "payment of tax"),
}
SOURCES |= {
    f"{kind}-reversed": (
        f"SELECT '{kind}:' || id || ':undone' FROM {table} WHERE reversed_at IS NOT NULL",  # noqa: S608  constants
        f"{words} taken back",
    )
    for kind, (table, words) in TAKEN_BACK.items()
}
EFFECTS = """
    SELECT COALESCE(wanted.key, booked.business_key), wanted.key IS NULL
    FROM ({wanted}) AS wanted (key)
    FULL JOIN (SELECT business_key FROM ledger_transaction WHERE kind = %s) AS booked
        ON booked.business_key = wanted.key
    WHERE wanted.key IS NULL OR booked.business_key IS NULL ORDER BY 1
"""
DELIVERED = """
    SELECT part.number, COALESCE(booked.standing, 0), part.delivered_at IS NOT NULL
    FROM order_sellerorder AS part
    LEFT JOIN (
        SELECT split_part(split_part(t.business_key, ':', 2), '#', 1) AS number, COUNT(*) AS standing
        FROM ledger_transaction AS t
        WHERE t.kind = 'part-delivered' AND NOT EXISTS (SELECT FROM ledger_transaction AS r WHERE r.reverses_id = t.id)
        GROUP BY 1
    ) AS booked ON booked.number = part.number
    WHERE part.state NOT IN ('returned', 'cancelled')
        AND COALESCE(booked.standing, 0) <> (part.delivered_at IS NOT NULL)::int
"""
UNSENT = """
    SELECT message.id, message.key FROM communication_message AS message
    WHERE message.sent_at IS NULL AND message.failed_at IS NULL AND NOT EXISTS (
        SELECT FROM procrastinate_jobs AS job
        WHERE job.status IN ('todo', 'doing') AND job.args ->> 'message_id' = message.id::text
    )
"""
UNIQUE = {
    "communication_message": "key",
    "ledger_transaction": "business_key",
    "fulfilment_counteract": "nonce",
    "fulfilment_handover": "nonce",
    "cash_remittance": "nonce",
}
KEYS = """
    SELECT t.relname, a.attname FROM pg_index AS i JOIN pg_class AS t ON t.oid = i.indrelid
    JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
    WHERE i.indisunique AND i.indisvalid AND i.indnkeyatts = 1 AND t.relname = ANY(%s)
"""


def broken() -> Iterator[str]:
    """Name each event without its effect, each effect without an event, and each message no job will send."""
    for kind, (wanted, words) in SOURCES.items():
        for key, is_orphan in _asked(EFFECTS.format(wanted=wanted), [kind]):
            yield f"{key}: in the ledger without its {words}" if is_orphan else f"{words} {key}: not in the ledger"
    for number, standing, is_delivered in _asked(DELIVERED):
        yield f"{number}: {'delivered' if is_delivered else 'not delivered'}, booked as delivered {standing} times"
    for pk, key in _asked(UNSENT):
        yield f"message {pk} {key}: neither sent nor given up, and no job will send it"
    there = set(_asked(KEYS, [sorted(UNIQUE)]))
    for table, column in sorted(UNIQUE.items()):
        if (table, column) not in there:
            yield f"{table}.{column} is not unique any more"


def _asked(statement: str, parameters: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
