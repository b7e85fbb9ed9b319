"""Balances, always summed from the entries."""

from __future__ import annotations

from django.db.models import Sum

from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry


def balance(kind: AccountKind, key: str = "") -> int:
    """Return one account's balance in VND, debit positive."""
    return Entry.objects.filter(account__kind=kind, account__key=key).aggregate(total=Sum("amount_vnd"))["total"] or 0


def balances(kind: AccountKind) -> dict[str, int]:
    """Return key -> balance for every account of a kind that has entries."""
    rows = Entry.objects.filter(account__kind=kind).values_list("account__key").annotate(total=Sum("amount_vnd"))
    return {key: int(total) for key, total in rows.order_by("account__key")}


def order_balances(order_number: str) -> dict[str, int]:
    """Return account code -> balance of all entries of one order."""
    rows = Entry.objects.filter(transaction__order_number=order_number).values_list("account__code")
    return {code: int(total) for code, total in rows.annotate(total=Sum("amount_vnd")).order_by("account__code")}
