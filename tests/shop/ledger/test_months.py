"""A closed month takes nothing any more: the database refuses it, and what comes late is booked in the open month."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from shop.ledger.checking import broken
from shop.ledger.domain.posting import Posting, Side, post, post_all, reverse
from shop.ledger.enums import AccountKind
from shop.ledger.models import MonthClose, Transaction
from shop.ledger.months import balances_at, counted_in, next_month, next_to_close, open_moment, starts_at
from shop.ledger.trial_balance import Turnover, accounts, entries_of, trial_balance, turnover
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
VIET_NAM = ZoneInfo("Asia/Ho_Chi_Minh")
OCTOBER = datetime.date(2026, 10, 1)


def moment(month: int, day: int, hour: int = 9) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, tzinfo=VIET_NAM)


def sale(key: str, at: datetime.datetime, amount: int = 100, order: str = "A") -> Transaction:
    sides = [Side(AccountKind.BUYER_DUE, order, amount), Side(AccountKind.COMMISSION, "", -amount)]
    return post(business_key=key, kind="order-placed", sides=sides, occurred_at=at, order_number=order)


def closed(month: datetime.date = OCTOBER) -> MonthClose:
    return MonthClose.objects.create(
        month=month,
        closed_at=moment(11, 26),
        closed_by=UserFactory(),
        transaction_count=counted_in(month),
        balances=balances_at(starts_at(next_month(month))),
    )


@pytest.mark.parametrize("at", [moment(10, 31, 23), moment(10, 1, 0), moment(2, 3)])
def test_the_database_refuses_a_row_dated_into_a_closed_month_or_before(at: datetime.datetime) -> None:
    closed()
    with pytest.raises(IntegrityError, match="is closed"), transaction.atomic():
        Transaction.objects.create(business_key="x", kind="x", occurred_at=at)
    Transaction.objects.create(business_key="y", kind="x", occurred_at=moment(11, 1, 0))


def test_what_comes_late_is_booked_at_the_first_moment_of_the_open_month() -> None:
    first = sale("a", moment(10, 30))
    closed()
    assert sale("late", moment(10, 31, 23)).occurred_at == moment(11, 1, 0)
    assert sale("late", moment(10, 31, 23)).pk == Transaction.objects.get(business_key="late").pk
    assert reverse(transaction=first, business_key="a:undone", occurred_at=moment(10, 30)).occurred_at == moment(
        11, 1, 0
    )
    assert list(broken()) == []


def test_many_that_come_late_together_are_booked_the_same_way_and_once() -> None:
    closed()
    sides = [Side(AccountKind.BUYER_DUE, "A", 5), Side(AccountKind.COMMISSION, "", -5)]
    late = [Posting("late", "x", sides, moment(10, 31)), Posting("new", "x", sides, moment(11, 2))]
    post_all(late)
    post_all(late)
    assert dict(Transaction.objects.values_list("business_key", "occurred_at")) == {
        "late": moment(11, 1, 0),
        "new": moment(11, 2),
    }
    assert list(broken()) == []


def test_months_follow_each_other_by_vietnamese_days() -> None:
    assert next_to_close() is None
    sale("a", datetime.datetime(2026, 9, 30, 17, 30, tzinfo=datetime.UTC))  # 1 October, 00:30
    assert next_to_close() == OCTOBER
    closed()
    assert next_to_close() == datetime.date(2026, 11, 1)
    assert open_moment(moment(11, 2)) == moment(11, 2)


def test_a_closed_month_is_neither_changed_nor_deleted_nor_reopened_by_one() -> None:
    close = closed()
    for damage in (
        lambda: MonthClose.objects.update(balances={"treasury": 1}),
        lambda: MonthClose.objects.all().delete(),
        lambda: MonthClose.objects.update(
            reopened_at=moment(11, 27), reopened_by=close.closed_by, reopen_asked_by=close.closed_by, reopen_reason="x"
        ),
    ):
        with pytest.raises((ProgrammingError, InternalError, IntegrityError)), transaction.atomic():
            damage()


def test_the_check_finds_a_closed_month_that_moved_and_a_guard_that_is_off() -> None:
    sale("a", moment(10, 30))
    closed()
    assert list(broken()) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_transaction DISABLE TRIGGER USER")
    sale("smuggled", moment(10, 30), 7)
    found = list(broken())
    assert "month 10/2026: buyer_due was 100, is now 107" in found
    assert "month 10/2026: 1 transactions were closed, now 2" in found
    assert "ledger_transaction: trigger open_month is missing or off" in found


def test_the_check_finds_a_reversal_that_is_not_the_opposite() -> None:
    first = sale("a", moment(10, 30))
    sides = [Side(AccountKind.BUYER_DUE, "A", -1), Side(AccountKind.COMMISSION, "", 1)]
    post(business_key="half", kind="x", sides=sides, occurred_at=moment(10, 30), reverses=first)
    assert set(broken()) == {"half: is not the opposite of what it reverses"}


def test_trial_balance_and_statement_open_move_and_close() -> None:
    sale("before", moment(9, 30), 30)
    sale("in", moment(10, 1, 0), 100)
    sale("less", moment(10, 31, 23), -40)
    sale("other", moment(10, 5), 5, order="B")
    sale("after", moment(11, 1, 0), 1_000)
    october = {"since": moment(10, 1, 0), "until": moment(11, 1, 0)}
    assert trial_balance(**october) == {
        AccountKind.BUYER_DUE: Turnover(30, 105, 40),
        AccountKind.COMMISSION: Turnover(-30, 40, 105),
    }
    rows = accounts(kind="buyer_due", **october)
    mine = rows.get(key="A")
    assert [(row.key, row.opening, row.debit, row.credit, row.closing) for row in rows] == [
        ("A", 30, 100, 40, 90),
        ("B", 0, 5, 0, 5),
    ]
    assert turnover(mine, **october).closing_vnd == 90
    shown = [(entry.transaction.business_key, entry.amount_vnd, entry.moved) for entry in entries_of(mine, **october)]
    assert shown == [("in", 100, 100), ("less", -40, 60)]
    sale("zero", moment(10, 6), -5, order="B")
    assert [row.key for row in accounts(kind="buyer_due", only_open=True, **october)] == ["A"]
