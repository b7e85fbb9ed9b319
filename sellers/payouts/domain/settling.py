"""Settle a period: what sellers earned becomes what is to be transferred, part by part, in a few statements.

A part is settled when all of these hold, read from the ledger and the holds alone:
- it was delivered, and its return window (RETURN_WINDOW_DAYS) was over when the period ended;
- its buyer owes nothing for it any more;
- its cash reached the treasury, where PAYOUT_NEEDS_REMITTANCE asks for that (shop/ledger/cash_in.py);
- nothing holds it (a dispute, a suspicion of counterfeit goods).
What changes about a part after it was settled (a return, a refund the seller made) is settled with the next period.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from sellers.payouts.domain.periods import Days
from sellers.payouts.enums import PayoutState
from sellers.payouts.models import Payout, PayoutPeriod
from shop.crashing import crash_point
from shop.ledger.cash_in import parts_out
from shop.ledger.domain.posting_many import post_prepared

LOCK = 7_210_601  # settlements run one after the other
FIND = """
    CREATE TEMPORARY TABLE settling ON COMMIT DROP AS
    WITH standing AS (
        SELECT a.key AS seller_key, e.line_key, MIN(t.order_number) AS order_number,
            COALESCE(SUM(e.amount_vnd) FILTER (WHERE a.kind = 'seller_payable'), 0) AS payable_vnd,
            COALESCE(SUM(e.amount_vnd) FILTER (WHERE a.kind = 'seller_cash'), 0) AS cash_vnd,
            MAX(t.occurred_at) FILTER (WHERE t.kind = 'part-delivered') AS delivered_at
        FROM ledger_entry AS e
        JOIN ledger_account AS a ON a.id = e.account_id AND a.kind IN ('seller_payable', 'seller_cash')
        JOIN ledger_transaction AS t ON t.id = e.transaction_id
        WHERE e.line_key <> ''
        GROUP BY a.key, e.line_key
        HAVING COALESCE(SUM(e.amount_vnd) FILTER (WHERE a.kind = 'seller_payable'), 0) <> 0
            OR COALESCE(SUM(e.amount_vnd) FILTER (WHERE a.kind = 'seller_cash'), 0) <> 0
    ), unpaid AS (
        SELECT e.line_key FROM ledger_entry AS e
        JOIN ledger_account AS a ON a.id = e.account_id AND a.kind = 'buyer_due'
        WHERE e.line_key <> '' GROUP BY e.line_key HAVING SUM(e.amount_vnd) <> 0
    ), settled AS (
        SELECT DISTINCT e.line_key FROM ledger_entry AS e
        JOIN ledger_account AS a ON a.id = e.account_id AND a.kind = 'seller_settled'
        WHERE e.line_key <> ''
    )
    SELECT s.* FROM standing AS s
    WHERE s.line_key NOT IN (SELECT part_number FROM payouts_payouthold WHERE released_at IS NULL)
        AND (s.line_key IN (SELECT line_key FROM settled)
            OR (s.payable_vnd <> 0 AND s.delivered_at < %(delivered_before)s
                AND s.line_key NOT IN (SELECT line_key FROM unpaid)
                AND s.line_key <> ALL (%(out)s)))
"""
SUMS = """
    SELECT seller_key, COUNT(*), -SUM(payable_vnd), SUM(cash_vnd) FROM settling GROUP BY seller_key ORDER BY seller_key
"""
POST = """
    CREATE TEMPORARY TABLE ledger_posting ON COMMIT DROP AS
    SELECT 'part-settled:' || %(period)s || ':' || s.line_key AS business_key, s.order_number, side.account_kind,
        s.seller_key AS account_key, side.amount_vnd::bigint AS amount_vnd, s.line_key
    FROM settling AS s
    CROSS JOIN LATERAL (VALUES
        ('seller_payable', -s.payable_vnd),
        ('seller_cash', -s.cash_vnd),
        ('seller_settled', s.payable_vnd + s.cash_vnd)
    ) AS side (account_kind, amount_vnd)
"""


class NotOver(Exception):
    """The period's last day is not over."""


@transaction.atomic
def settle_period(*, days: Days, at: datetime.datetime) -> PayoutPeriod:
    """Settle the period of these days, both included; again it returns what was settled. Raises NotOver."""
    starts_on, ends_on = days
    ends_at = timezone.make_aware(datetime.datetime.combine(ends_on + datetime.timedelta(days=1), datetime.time.min))
    if at < ends_at:
        raise NotOver(ends_on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = PayoutPeriod.objects.filter(starts_on=starts_on).first()
    if known:
        return known
    period = PayoutPeriod.objects.create(starts_on=starts_on, ends_on=ends_on, settled_at=at)
    rows = _find_and_post(period, ends_at, at)
    brought = _debts([int(seller_key) for seller_key, *_ in rows])
    Payout.objects.bulk_create(
        [_payout(period, int(key), parts, int(earned), int(cash), brought) for key, parts, earned, cash in rows],
        batch_size=2_000,
    )
    period.part_count = sum(parts for _, parts, *_ in rows)
    period.save(update_fields=["part_count"])
    crash_point("settlement.written")
    return period


def _find_and_post(period: PayoutPeriod, ends_at: datetime.datetime, at: datetime.datetime) -> list[tuple[Any, ...]]:
    """Post every part that is ripe and return (seller key, parts, earned, own cash) per seller."""
    delivered_before = ends_at - datetime.timedelta(days=settings.RETURN_WINDOW_DAYS)
    out = sorted(parts_out()) if settings.PAYOUT_NEEDS_REMITTANCE else []
    found: dict[str, list[str] | datetime.datetime] = {"out": out, "delivered_before": delivered_before}
    with connection.cursor() as cursor:
        cursor.execute(FIND, found)
        cursor.execute(SUMS)
        rows = cursor.fetchall()
        cursor.execute(POST, {"period": str(period.pk)})
    post_prepared(kind="part-settled", occurred_at=at)
    crash_point("settlement.posted")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE settling")
    return rows


def _payout(period: PayoutPeriod, seller_id: int, parts: int, earned: int, cash: int, debts: dict[int, int]) -> Payout:
    brought = debts.get(seller_id, 0)
    total = earned - cash + brought
    return Payout(
        period=period,
        seller_id=seller_id,
        state=PayoutState.WAITING if total > 0 else PayoutState.NOTHING,
        part_count=parts,
        earned_vnd=earned,
        cash_vnd=cash,
        brought_vnd=brought,
        amount_vnd=max(0, total),
        carried_vnd=min(0, total),
    )


def _debts(seller_ids: list[int]) -> dict[int, int]:
    """Return seller id -> the debt its latest payout carried on."""
    latest = Payout.objects.filter(seller_id__in=seller_ids).order_by("seller_id", "-period__starts_on")
    return dict(latest.distinct("seller_id").values_list("seller_id", "carried_vnd"))
