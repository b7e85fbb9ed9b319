"""Trial balance, list of accounts and account statement of any period, always summed from the entries.

Amounts are whole VND; a balance is debit positive. Periods run from `since` up to, not including, `until`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, Window
from django.db.models.functions import Coalesce

from shop.ledger.enums import AccountKind
from shop.ledger.models import Account, Entry

ORDER = ("transaction__occurred_at", "transaction_id", "pk")


@dataclass(frozen=True)
class Turnover:
    """What stood on an account, or on all of a kind, what moved, and what stands then. credit_vnd is not negative."""

    opening_vnd: int
    debit_vnd: int
    credit_vnd: int

    @property
    def closing_vnd(self) -> int:
        return self.opening_vnd + self.debit_vnd - self.credit_vnd

    def __add__(self, other: Turnover) -> Turnover:
        return Turnover(
            self.opening_vnd + other.opening_vnd,
            self.debit_vnd + other.debit_vnd,
            self.credit_vnd + other.credit_vnd,
        )


NOTHING = Turnover(0, 0, 0)


def trial_balance(*, since: datetime.datetime, until: datetime.datetime) -> dict[AccountKind, Turnover]:
    """Return kind of account -> turnover, in the order of the enum, kinds without entries left out. One query."""
    rows = Entry.objects.filter(transaction__occurred_at__lt=until).values_list("account__kind").order_by()
    found = {kind: Turnover(*map(int, sums)) for kind, *sums in rows.annotate(**_sums("", since))}
    return {kind: found[kind] for kind in AccountKind if kind in found}


def accounts(
    *, since: datetime.datetime, until: datetime.datetime, kind: str = "", only_open: bool = False
) -> QuerySet[Account]:
    """Return accounts that have entries before `until`, with opening, debit, credit and closing annotated.

    only_open: leave out those that closed at zero.
    """
    found = Account.objects.filter(entries__transaction__occurred_at__lt=until)
    if kind:
        found = found.filter(kind=kind)
    found = found.annotate(**_sums("entries__", since)).annotate(closing=F("opening") + F("debit") - F("credit"))
    return (found.exclude(closing=0) if only_open else found).order_by("kind", "key")


def turnover(account: Account, *, since: datetime.datetime, until: datetime.datetime) -> Turnover:
    """Return the turnover of one account."""
    rows = Entry.objects.filter(account=account, transaction__occurred_at__lt=until)
    sums = rows.aggregate(**_sums("", since))
    return Turnover(int(sums["opening"]), int(sums["debit"]), int(sums["credit"]))


def entries_of(account: Account, *, since: datetime.datetime, until: datetime.datetime) -> QuerySet[Entry]:
    """Return an account's entries of a period in their order, with what moved up to and with each (`moved`)."""
    period = Q(transaction__occurred_at__gte=since, transaction__occurred_at__lt=until)
    moved = Window(Sum("amount_vnd"), order_by=[F(name).asc() for name in ORDER])
    rows = Entry.objects.filter(period, account=account).select_related("transaction", "account")
    return rows.annotate(moved=moved).order_by(*ORDER)


def _sums(path: str, since: datetime.datetime) -> dict[str, Any]:
    before = Q(**{f"{path}transaction__occurred_at__lt": since})
    debit, credit = Q(**{f"{path}amount_vnd__gt": 0}), Q(**{f"{path}amount_vnd__lt": 0})
    amount = f"{path}amount_vnd"
    return {
        "opening": Coalesce(Sum(amount, filter=before), 0),
        "debit": Coalesce(Sum(amount, filter=~before & debit), 0),
        "credit": -Coalesce(Sum(amount, filter=~before & credit), 0),
    }
