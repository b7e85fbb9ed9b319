"""A month of 100,000 delivered parts settled with 2,000 sellers: time, memory at start and end, and that it adds up.

What the ledger would hold is written by SQL: placed, paid in cash and delivered, three transactions a part. The
settlement commits, as it does at work: within a longer transaction PostgreSQL keeps every check it has made, and the
next thousand parts cost more than the last. The database is emptied afterwards. Aims, printed and never asserted: less
than 2 minutes, memory flat. `--parts 20000` takes another number.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Sequence
from pathlib import Path

from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import setup_databases

from sellers.enums import SellerState
from sellers.models import Partner
from sellers.payouts.domain.batches import make_batch
from sellers.payouts.domain.settling import settle_period
from sellers.payouts.models import Payout
from shop.accounts.models import User
from shop.ledger.months import starts_at
from tests.plugins.emptying import empty_tables, remember_seeds

PARTS, SELLERS, POINTS = 100_000, 2_000, 200
AIM_S = 120
MONTH = (datetime.date(2026, 10, 1), datetime.date(2026, 10, 31))
AT = datetime.datetime(2026, 11, 5, 3, 20, tzinfo=datetime.UTC)
PAGE = os.sysconf("SC_PAGE_SIZE")
WRITE = """
    CREATE TEMPORARY TABLE made ON COMMIT DROP AS
    SELECT n, 'BM-' || n AS number, 'BM-' || n || '-1' AS part, seller.id::text AS seller,
        (n %% %(points)s)::text AS point, 50000 + (n %% 97) * 1000 AS price_vnd
    FROM generate_series(1, %(parts)s) AS n
    JOIN partner_partner AS seller ON seller.code = 'bench-' || n %% %(sellers)s;
    CREATE TEMPORARY TABLE sides ON COMMIT DROP AS
    SELECT event.business_key, event.kind, made.number, made.part, event.at, side.account_kind, side.account_key,
        side.amount_vnd
    FROM made
    CROSS JOIN LATERAL (VALUES
        ('order-placed:' || made.number, 'order-placed', timestamptz '2026-10-01 02:00+00'),
        ('cash-collected:' || made.number, 'cash-collected', timestamptz '2026-10-20 02:00+00'),
        ('part-delivered:' || made.part, 'part-delivered', timestamptz '2026-10-20 02:00+00')
    ) AS event (business_key, kind, at)
    JOIN LATERAL (VALUES
        ('order-placed', 'buyer_due', made.number, made.price_vnd),
        ('order-placed', 'seller_pending', made.seller, -made.price_vnd * 97 / 100),
        ('order-placed', 'commission', '', made.price_vnd * 97 / 100 - made.price_vnd),
        ('cash-collected', 'cash_drawer', made.point, made.price_vnd),
        ('cash-collected', 'buyer_due', made.number, -made.price_vnd),
        ('part-delivered', 'seller_pending', made.seller, made.price_vnd * 97 / 100),
        ('part-delivered', 'seller_payable', made.seller, -made.price_vnd * 97 / 100)
    ) AS side (kind, account_kind, account_key, amount_vnd) ON side.kind = event.kind;
    INSERT INTO ledger_account (code, kind, key)
    SELECT DISTINCT account_kind || CASE account_key WHEN '' THEN '' ELSE ':' || account_key END, account_kind,
        account_key FROM sides ON CONFLICT DO NOTHING;
    INSERT INTO ledger_transaction (business_key, kind, order_number, occurred_at, created_at)
    SELECT DISTINCT business_key, kind, number, at, at FROM sides;
    INSERT INTO ledger_entry (transaction_id, account_id, amount_vnd, line_key)
    SELECT t.id, a.id, s.amount_vnd, s.part FROM sides AS s
    JOIN ledger_transaction AS t ON t.business_key = s.business_key
    JOIN ledger_account AS a ON a.kind = s.account_kind AND a.key = s.account_key;
"""
EXPECTED = "SELECT -SUM(amount_vnd) FROM sides WHERE account_kind = 'seller_payable'"


def run(options: Sequence[str] = ()) -> None:
    parts = int(options[options.index("--parts") + 1]) if "--parts" in options else PARTS
    setup_databases(verbosity=0, interactive=False, keepdb=True)
    remember_seeds()
    try:
        with override_settings(COLLECTS_MONEY="platform", PAYOUT_NEEDS_REMITTANCE=False):
            _measure(parts)
    finally:
        empty_tables()


def _measure(parts: int) -> None:
    expected = _write(parts)
    before = _rss_mb()
    seconds = _settle(parts)
    after = _rss_mb()
    _check(parts, expected)
    print(f"memory: {before:.0f} → {after:.0f} MB, {after / before:.2f} × (aim: flat)")
    print(f"settled {parts:,} parts in {seconds:.1f} s, {parts / seconds:,.0f} a second (aim: under {AIM_S} s)")
    _batch()


@transaction.atomic
def _write(parts: int) -> int:
    """Write the month's ledger and return what sellers earned."""
    approved = {"state": SellerState.APPROVED, "bank_bin": "970405", "bank_account": "1", "approved_at": AT}
    Partner.objects.bulk_create(
        Partner(name=f"Nhà bán {n}", code=f"bench-{n}", slug=f"bench-{n}", **approved) for n in range(SELLERS)
    )
    given = {"parts": parts, "points": POINTS, "sellers": SELLERS}
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # the month before is no part of what is timed
        for statement in WRITE.split(";\n"):
            if statement.strip():
                cursor.execute(statement, given)
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE ledger_entry, ledger_transaction, ledger_account")
        cursor.execute(EXPECTED)
        expected = int(cursor.fetchone()[0])
    print(f"{parts:,} parts of {SELLERS:,} sellers written in {time.perf_counter() - started:.1f} s")
    return expected


def _settle(parts: int) -> float:
    started = time.perf_counter()
    period = settle_period(days=MONTH, at=starts_at(MONTH[1]) + datetime.timedelta(days=4))
    seconds = time.perf_counter() - started
    if period.part_count != parts:
        raise SystemExit(f"{period.part_count} parts were settled, not {parts}")
    return seconds


def _check(parts: int, expected_vnd: int) -> None:
    total = sum(Payout.objects.values_list("amount_vnd", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM ledger_transaction WHERE kind = 'part-settled'")
        posted = cursor.fetchone()[0]
    if (total, posted) != (expected_vnd, parts):
        raise SystemExit(f"settled {total} of {expected_vnd} VND in {posted} of {parts} transactions")


def _batch() -> None:
    """Put every payout into one batch, as finance does next."""
    started = time.perf_counter()
    batch = make_batch(by=User.objects.create(phone="+84900009999"), at=AT)
    print(f"{batch.transfers.count():,} transfers in a batch in {time.perf_counter() - started:.1f} s")


def _rss_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6
