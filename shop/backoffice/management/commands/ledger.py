"""Check the ledger and print its trial balance: python manage.py ledger check|trial-balance"""

from __future__ import annotations

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sellers.listings.bulk.spreadsheets import csv_lines
from shop.backoffice.books.period import Period, month_period
from shop.backoffice.books.tables import account_rows, trial_rows
from shop.backoffice.invariants import INVARIANTS
from shop.backoffice.invariants.report import report
from shop.ledger.enums import AccountKind
from shop.ledger.models import Transaction
from shop.ledger.queries import order_balances
from shop.money.formatting import grouped

MONEY = {1, 2, 3, 5, 6, 8}


class Command(BaseCommand):
    help = "Checks the ledger against orders, payments, payouts and its own rules, or prints its trial balance."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        check = acts.add_parser("check", help="prove that orders, payments, payouts and closed months agree with it")
        check.add_argument("--order", help="print one order's entries and balances as well, e.g. CP-26-000123")
        trial = acts.add_parser("trial-balance", help="opening, turnover and closing per kind of account")
        trial.add_argument("--month", type=_month, help="e.g. 2026-11; default: the current month")
        trial.add_argument("--from", dest="first", type=datetime.date.fromisoformat, help="first day, e.g. 2026-11-01")
        trial.add_argument("--to", dest="last", type=datetime.date.fromisoformat, help="last day, included")
        trial.add_argument("--accounts", choices=AccountKind.values, metavar="KIND", help="the accounts of one kind")
        trial.add_argument("--csv", action="store_true", help="as CSV instead of columns")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "check":
            self._check(options["order"])
        else:
            self._trial_balance(_period(options), options["accounts"] or "", as_csv=options["csv"])

    def _check(self, order_number: str | None) -> None:
        if order_number:
            self._order(order_number)
        wanted = [invariant for invariant in INVARIANTS if invariant.number in MONEY]
        if failed := report(self, wanted):
            raise CommandError(f"{failed} of {len(wanted)} promises are broken")

    def _order(self, number: str) -> None:
        transactions = Transaction.objects.filter(order_number=number).order_by("occurred_at", "pk")
        if not transactions:
            raise CommandError(f"no entries of an order {number}")
        for transaction in transactions.prefetch_related("entries__account"):
            at = timezone.localtime(transaction.occurred_at)
            self.stdout.write(f"{at:%d/%m/%Y %H:%M} {transaction.business_key}")
            for entry in transaction.entries.all():
                self.stdout.write(f"    {grouped(entry.amount_vnd):>16}  {entry.account} {entry.line_key}".rstrip())
        self.stdout.write("balances:")
        for code, total in order_balances(number).items():
            if total:
                self.stdout.write(f"    {grouped(total):>16}  {code}")

    def _trial_balance(self, period: Period, kind: str, *, as_csv: bool) -> None:
        rows = account_rows(period, kind=kind, only_open=False) if kind else trial_rows(period)
        if as_csv:
            self.stdout.write("".join(csv_lines(rows)), ending="")
            return
        self.stdout.write(str(period))
        for row in rows:
            amounts = [grouped(cell) if isinstance(cell, int) else str(cell) for cell in row[2:]]
            self.stdout.write(f"{row[0]!s:<26}" + "".join(f"{amount:>18}" for amount in amounts))


def _month(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{text}-01")


def _period(options: dict[str, Any]) -> Period:
    if options["first"] or options["last"]:
        if not (options["first"] and options["last"]) or options["last"] < options["first"]:
            raise CommandError("give --from and --to, in this order")
        return Period(options["first"], options["last"])
    return month_period(options["month"] or timezone.localdate())
