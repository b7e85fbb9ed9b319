"""The only way into the ledger."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.db import transaction as database
from django.db.models import Q

from shop.ledger.enums import AccountKind
from shop.ledger.models import Account, Entry, Transaction
from shop.ledger.months import open_moment


class Unbalanced(ValueError):
    """The sides of a transaction do not sum to zero."""


class PostedDifferently(ValueError):
    """The business key was posted before with other sides."""


@dataclass(frozen=True)
class Side:
    """One entry to post: debit positive, credit negative, whole VND."""

    kind: AccountKind
    key: str
    amount_vnd: int
    line_key: str = ""

    @property
    def account_code(self) -> str:
        return f"{self.kind.value}:{self.key}" if self.key else self.kind.value


@dataclass(frozen=True)
class Posting:
    """One transaction to write together with others."""

    business_key: str
    kind: str
    sides: Sequence[Side]
    occurred_at: datetime.datetime
    order_number: str = ""


def post(
    *,
    business_key: str,
    kind: str,
    sides: Iterable[Side],
    occurred_at: datetime.datetime,
    order_number: str = "",
    reverses: Transaction | None = None,
) -> Transaction:
    """Write one balanced transaction, or return the one already written under this key.

    Sides of zero are left out. Raises Unbalanced when they do not sum to zero, PostedDifferently when the key
    exists with other entries. Two processes posting one key at once: the second waits and gets the first's.
    What comes after its month was closed (a counter that was offline) is booked at the first moment of the first open
    month; `created_at` tells when that was.
    """
    wanted = _balanced(business_key, sides)
    # No savepoint of its own: nothing between here and the end is refused, only the database may fail.
    with database.atomic(savepoint=False):
        fields = {"kind": kind, "order_number": order_number, "reverses": reverses}
        transaction, created = _get_or_create(business_key, occurred_at, fields)
        if created:
            _write_entries([(transaction, wanted)])
    return transaction if created else _same_or_raise(transaction, wanted)


@database.atomic
def post_all(postings: Sequence[Posting]) -> None:
    """Write balanced transactions in the same number of statements for any number of them.

    A key that was posted before stays as it is when its entries are these, and closed months are as in `post`. The
    caller holds the locks of what the keys name: one that somebody else posts at this moment raises IntegrityError.
    Raises Unbalanced, PostedDifferently.
    """
    wanted = {one.business_key: _balanced(one.business_key, one.sides) for one in postings}
    known = Transaction.objects.in_bulk(list(wanted), field_name="business_key")
    for key, transaction in known.items():
        _same_or_raise(transaction, wanted[key])
    written = _create_all([one for one in postings if one.business_key not in known])
    _write_entries([(transaction, wanted[transaction.business_key]) for transaction in written])


@database.atomic
def reverse(*, transaction: Transaction, business_key: str, occurred_at: datetime.datetime) -> Transaction:
    """Write the opposite of `transaction` once; posting it again under the same key returns the first reversal."""
    sides = [
        Side(AccountKind(entry.account.kind), entry.account.key, -entry.amount_vnd, entry.line_key)
        for entry in transaction.entries.select_related("account").order_by("pk")
    ]
    return post(
        business_key=business_key,
        kind=f"{transaction.kind}-reversed",
        sides=sides,
        occurred_at=occurred_at,
        order_number=transaction.order_number,
        reverses=transaction,
    )


def standing_key(business_key: str) -> str:
    """Return the key under which a thing that may be undone is posted now: the key itself, or key#2, key#3 …

    Each time its transaction was reversed it may be posted once more. The caller holds a lock on what the key names.
    """
    known = Transaction.objects.filter(Q(business_key=business_key) | Q(business_key__startswith=f"{business_key}#"))
    rounds = list(known.filter(reverses=None).order_by("pk").values_list("business_key", "reversal"))
    if not rounds:
        return business_key
    last, reversal = rounds[-1]
    return f"{business_key}#{len(rounds) + 1}" if reversal else last


def _get_or_create(
    business_key: str, occurred_at: datetime.datetime, fields: dict[str, Any]
) -> tuple[Transaction, bool]:
    """Write the transaction's row; only when the database says that its month is closed, look for the open one."""
    get_or_create = Transaction.objects.get_or_create
    try:
        return get_or_create(business_key=business_key, defaults={**fields, "occurred_at": occurred_at})
    except IntegrityError:
        booked_at = open_moment(occurred_at)
        if booked_at == occurred_at:
            raise
        return get_or_create(business_key=business_key, defaults={**fields, "occurred_at": booked_at})


def standing_keys(business_keys: Iterable[str]) -> dict[str, str]:
    """Return `standing_key` of many keys with one query; one more for each that was reversed before."""
    keys = list(business_keys)
    rounds = Transaction.objects.filter(business_key__in=keys).values_list("business_key", "reversal")
    reversed_once = {key for key, reversal in rounds if reversal}
    return {key: standing_key(key) if key in reversed_once else key for key in keys}


def _create_all(postings: Sequence[Posting]) -> list[Transaction]:
    """Write the transactions' rows; only when the database says that a month is closed, look for the open one."""
    try:
        with database.atomic():
            return _rows([(one, one.occurred_at) for one in postings])
    except IntegrityError:
        booked = [(one, open_moment(one.occurred_at)) for one in postings]
        if all(at == one.occurred_at for one, at in booked):
            raise
        return _rows(booked)


def _rows(booked: Iterable[tuple[Posting, datetime.datetime]]) -> list[Transaction]:
    return Transaction.objects.bulk_create(
        Transaction(business_key=one.business_key, kind=one.kind, occurred_at=at, order_number=one.order_number)
        for one, at in booked
    )


def _balanced(business_key: str, sides: Iterable[Side]) -> list[Side]:
    wanted = [side for side in sides if side.amount_vnd]
    if sum(side.amount_vnd for side in wanted) != 0:
        raise Unbalanced(f"{business_key}: {wanted}")
    return wanted


def _write_entries(written: Sequence[tuple[Transaction, list[Side]]]) -> None:
    accounts = _accounts([side for _transaction, sides in written for side in sides])
    Entry.objects.bulk_create(
        Entry(
            transaction=transaction,
            account=accounts[side.account_code],
            amount_vnd=side.amount_vnd,
            line_key=side.line_key,
        )
        for transaction, sides in written
        for side in sides
    )


def _accounts(sides: list[Side]) -> dict[str, Account]:
    wanted = {side.account_code: Account(code=side.account_code, kind=side.kind, key=side.key) for side in sides}
    known = Account.objects.in_bulk(list(wanted), field_name="code")
    missing = [account for code, account in sorted(wanted.items()) if code not in known]
    if missing:
        Account.objects.bulk_create(missing, ignore_conflicts=True)
        known = Account.objects.in_bulk(list(wanted), field_name="code")
    return known


def _same_or_raise(transaction: Transaction, wanted: list[Side]) -> Transaction:
    entries = transaction.entries.select_related("account")
    there = sorted((entry.account.code, entry.amount_vnd, entry.line_key) for entry in entries)
    if there != sorted((side.account_code, side.amount_vnd, side.line_key) for side in wanted):
        raise PostedDifferently(transaction.business_key)
    return transaction
