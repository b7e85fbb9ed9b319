"""The pages of the books as spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from sellers.listings.bulk.spreadsheets import Row
from shop.backoffice.books.period import Period
from shop.backoffice.books.words import event_words, names_of
from shop.ledger.enums import AccountKind
from shop.ledger.models import Account
from shop.ledger.trial_balance import NOTHING, Turnover, accounts, entries_of, trial_balance, turnover

CHUNK = 2_000


def debit_of(balance_vnd: int) -> int:
    """Return a balance's debit column."""
    return max(0, balance_vnd)


def credit_of(balance_vnd: int) -> int:
    """Return a balance's credit column."""
    return max(0, -balance_vnd)


def trial_rows(period: Period) -> Iterator[Row]:
    """Yield the trial balance: six columns of amounts, and the totals, whose debit and credit are equal."""
    yield [
        "Tài khoản", "Tên", "Dư đầu kỳ Nợ", "Dư đầu kỳ Có", "Phát sinh Nợ", "Phát sinh Có", "Dư cuối kỳ Nợ",
        "Dư cuối kỳ Có",
    ]  # fmt: skip
    totals = [0] * 6
    for kind, row in trial_balance(since=period.since, until=period.until).items():
        columns = six(row)
        totals = [total + column for total, column in zip(totals, columns, strict=True)]
        yield [kind.value, str(kind.label), *columns]
    yield ["", "Cộng", *totals]


def six(row: Turnover) -> list[int]:
    """Return opening, period and closing, each as debit and credit."""
    return [
        debit_of(row.opening_vnd), credit_of(row.opening_vnd), row.debit_vnd, row.credit_vnd,
        debit_of(row.closing_vnd), credit_of(row.closing_vnd),
    ]  # fmt: skip


def account_rows(period: Period, *, kind: str, only_open: bool) -> Iterator[Row]:
    """Yield one row per account."""
    yield ["Tài khoản", "Loại", "Của", "Dư đầu kỳ", "Phát sinh Nợ", "Phát sinh Có", "Dư cuối kỳ"]
    rows = list(accounts(since=period.since, until=period.until, kind=kind, only_open=only_open))
    names = names_of(rows)
    for row in rows:
        label = str(AccountKind(row.kind).label)
        yield [row.code, label, names[row.pk], row.opening, row.debit, row.credit, row.closing]


def statement_rows(account: Account, period: Period) -> Iterator[Row]:
    """Yield an account's opening balance, entries with the balance after each, turnover and closing balance."""
    sums = turnover(account, since=period.since, until=period.until)
    yield ["Lúc", "Diễn giải", "Khóa bút toán", "Đơn", "Phần đơn", "Nợ", "Có", "Dư"]
    yield ["", f"Dư đầu kỳ {period}", "", "", "", "", "", sums.opening_vnd]
    for entry in entries_of(account, since=period.since, until=period.until).iterator(chunk_size=CHUNK):
        event, amount = entry.transaction, int(entry.amount_vnd)
        yield [
            event.occurred_at, event_words(event.kind), event.business_key, event.order_number, entry.line_key,
            debit_of(amount), credit_of(amount), sums.opening_vnd + int(entry.moved),
        ]  # fmt: skip
    yield ["", "Cộng phát sinh", "", "", "", sums.debit_vnd, sums.credit_vnd, ""]
    yield ["", "Dư cuối kỳ", "", "", "", "", "", sums.closing_vnd]


def total_of(rows: dict[AccountKind, Turnover]) -> Turnover:
    """Return the sum of all rows."""
    return sum(rows.values(), NOTHING)
