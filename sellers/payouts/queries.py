"""What sellers are owed, from the ledger alone.

The ledger is the only source: rooms above post a seller's money under the account key of the seller's id, with the
number of the seller's part as line key.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from sellers.models import Partner
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry

ACCOUNTS = (
    AccountKind.SELLER_PENDING,
    AccountKind.SELLER_PAYABLE,
    AccountKind.SELLER_CASH,
    AccountKind.SELLER_SETTLED,
)


@dataclass(frozen=True)
class Owed:
    """A seller's standing in whole VND.

    pending_vnd: of parts not delivered yet. payable_vnd: of delivered parts. held_vnd: buyers' cash the seller
    already has. settled_vnd: of settled periods, not transferred yet; negative: a debt carried on.
    """

    pending_vnd: int = 0
    payable_vnd: int = 0
    held_vnd: int = 0
    settled_vnd: int = 0

    @property
    def due_vnd(self) -> int:
        """What a payout would transfer now; negative when the seller owes the market (commission of own cash)."""
        return self.payable_vnd - self.held_vnd + self.settled_vnd


@dataclass(frozen=True)
class StatementRow:
    """One business event on a seller's statement; amounts are changes, positive in the seller's favour."""

    occurred_at: datetime.datetime
    kind: str
    order_number: str
    part_number: str
    pending_vnd: int
    payable_vnd: int
    held_vnd: int
    settled_vnd: int = 0


def owed(seller: Partner) -> Owed:
    """Return what one seller is owed."""
    return owed_to([seller.pk]).get(seller.pk, Owed())


def owed_to(seller_ids: Iterable[int]) -> dict[int, Owed]:
    """Return seller id -> what is owed, for the sellers that have entries. One query."""
    keys = [str(seller_id) for seller_id in seller_ids]
    rows = _entries(keys).values_list("account__key", "account__kind").annotate(total=Sum("amount_vnd")).order_by()
    found: dict[int, dict[str, int]] = {}
    for key, kind, total in rows:
        found.setdefault(int(key), {})[kind] = int(total)
    return {seller_id: _owed(balances) for seller_id, balances in found.items()}


def statement(seller: Partner, *, since: datetime.datetime, until: datetime.datetime) -> list[StatementRow]:
    """Return what changed for a seller from `since` up to, not including, `until`, oldest first."""
    entries = _entries([str(seller.pk)]).filter(transaction__occurred_at__gte=since, transaction__occurred_at__lt=until)
    rows: dict[tuple[int, str], list[Entry]] = {}
    for entry in entries.select_related("transaction", "account").order_by("transaction__occurred_at", "pk"):
        rows.setdefault((entry.transaction_id, entry.line_key), []).append(entry)
    return [_row(group) for group in rows.values()]


def _entries(keys: list[str]) -> QuerySet[Entry]:
    return Entry.objects.filter(account__kind__in=ACCOUNTS, account__key__in=keys)


def _owed(balances: dict[str, int]) -> Owed:
    return Owed(
        pending_vnd=-balances.get(AccountKind.SELLER_PENDING, 0),
        payable_vnd=-balances.get(AccountKind.SELLER_PAYABLE, 0),
        held_vnd=balances.get(AccountKind.SELLER_CASH, 0),
        settled_vnd=-balances.get(AccountKind.SELLER_SETTLED, 0),
    )


def _row(entries: list[Entry]) -> StatementRow:
    balances: dict[str, int] = {}
    for entry in entries:
        balances[entry.account.kind] = balances.get(entry.account.kind, 0) + int(entry.amount_vnd)
    change, transaction = _owed(balances), entries[0].transaction
    return StatementRow(
        occurred_at=transaction.occurred_at,
        kind=transaction.kind,
        order_number=transaction.order_number,
        part_number=entries[0].line_key,
        pending_vnd=change.pending_vnd,
        payable_vnd=change.payable_vnd,
        held_vnd=change.held_vnd,
        settled_vnd=change.settled_vnd,
    )
