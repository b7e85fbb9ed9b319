"""Settled money is paid out once, waits, or is carried on as a debt."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, Sum

from sellers.payouts.enums import PayoutState, TransferState
from sellers.payouts.models import Payout, Transfer
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry, Transaction
from shop.ledger.queries import balances

UNIQUE = {"payout_once_per_period", "one_standing_transfer"}


def doubled() -> Iterator[str]:
    """Name each payout transferred twice and each unique key that is missing."""
    done = Transfer.objects.filter(state=TransferState.EXECUTED).values("payout").order_by()
    for row in done.annotate(times=Count("pk")).filter(times__gt=1):
        yield f"payout {row['payout']}: transferred {row['times']} times"
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname = ANY(%s)", [sorted(UNIQUE)])
        found = {name for (name,) in cursor.fetchall()}
    for name in sorted(UNIQUE - found):
        yield f"unique key {name} is missing"


def broken() -> Iterator[str]:
    """Name each seller whose account is not its payouts, and each payout that is not its settled parts."""
    yield from _accounts()
    yield from _periods()
    executed = set(Transfer.objects.filter(state=TransferState.EXECUTED).values_list("reference", "amount_vnd"))
    paid = Transaction.objects.filter(kind="payout-paid", entries__account__kind=AccountKind.SELLER_SETTLED)
    booked = {(key.split(":")[1], amount) for key, amount in paid.values_list("business_key", "entries__amount_vnd")}
    for reference, amount in sorted(executed ^ booked):
        yield f"transfer {reference}: {amount} is not both executed and booked"


def _accounts() -> Iterator[str]:
    owed = {int(key): -amount for key, amount in balances(AccountKind.SELLER_SETTLED).items()}
    expected: dict[int, int] = {}
    unpaid = Payout.objects.exclude(state=PayoutState.PAID).values_list("seller").order_by()
    expected.update(unpaid.annotate(Sum("amount_vnd")))
    latest = Payout.objects.order_by("seller_id", "-period__starts_on").distinct("seller_id")
    for seller_id, carried in latest.values_list("seller_id", "carried_vnd"):
        expected[seller_id] = expected.get(seller_id, 0) + carried
    for seller_id in sorted({*owed, *expected}):
        if owed.get(seller_id, 0) != expected.get(seller_id, 0):
            yield f"seller {seller_id}: settled {owed.get(seller_id, 0)}, payouts say {expected.get(seller_id, 0)}"


def _periods() -> Iterator[str]:
    """The payouts of all periods add up to what was moved from sellers' earned money and own cash."""
    moved = Entry.objects.filter(transaction__kind="part-settled", account__kind=AccountKind.SELLER_SETTLED)
    booked = {
        int(key): -total for key, total in moved.values_list("account__key").order_by().annotate(Sum("amount_vnd"))
    }
    rows = Payout.objects.values_list("seller").order_by().annotate(Sum("earned_vnd"), Sum("cash_vnd"))
    for seller_id, earned, cash in rows:
        if booked.pop(seller_id, 0) != earned - cash:
            yield f"seller {seller_id}: payouts of {earned - cash} are not the parts settled"
    for seller_id, total in booked.items():
        if total:
            yield f"seller {seller_id}: {total} settled without a payout"
