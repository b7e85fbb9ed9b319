"""Which parts' cash is in: the oldest receipts of a point are passed on first, whoever carries them."""

import datetime

import pytest
from django.utils import timezone

from shop.ledger.cash_in import parts_out, point_line
from shop.ledger.domain.posting import Side, post, reverse
from shop.ledger.enums import AccountKind
from shop.ledger.models import Transaction

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def taken(part: str, amount: int, minutes: int, point: str = "3") -> Transaction:
    sides = [
        Side(AccountKind.CASH_DRAWER, point, amount, part),
        Side(AccountKind.BUYER_DUE, part, -amount, part),
    ]
    at = NOW + datetime.timedelta(minutes=minutes)
    return post(business_key=f"cash-collected:{part}", kind="cash-collected", sides=sides, occurred_at=at)


def moved(key: str, giver: tuple[AccountKind, str], taker: tuple[AccountKind, str], amount: int) -> None:
    line = {True: "", False: point_line(3)}
    sides = [
        Side(*giver, -amount, line[giver[0] == AccountKind.CASH_DRAWER]),
        Side(*taker, amount, line[taker[0] == AccountKind.CASH_DRAWER]),
    ]
    post(business_key=key, kind="cash-remitted", sides=sides, occurred_at=NOW)


DRAWER = (AccountKind.CASH_DRAWER, "3")
DRIVER = (AccountKind.CASH_DRIVER, "9")
TREASURY = (AccountKind.TREASURY, "")


def test_cash_is_out_until_the_treasury_has_it() -> None:
    taken("A-1", 100, 1)
    taken("B-1", 50, 2)
    taken("C-1", 70, 3, point="4")
    assert parts_out() == {"A-1", "B-1", "C-1"}
    moved("r1", DRAWER, DRIVER, 100)
    assert parts_out() == {"A-1", "B-1", "C-1"}
    moved("r2", DRIVER, TREASURY, 100)
    assert parts_out() == {"B-1", "C-1"}


def test_a_part_whose_cash_is_in_by_half_is_out() -> None:
    taken("A-1", 100, 1)
    taken("B-1", 50, 2)
    moved("r1", DRAWER, TREASURY, 99)
    assert parts_out() == {"A-1", "B-1"}


@pytest.mark.parametrize("kind", [AccountKind.CASH_VARIANCE, AccountKind.CASH_DISPUTE])
def test_a_shortage_holds_back_the_newest_until_it_is_borne(kind: AccountKind) -> None:
    taken("A-1", 100, 1)
    taken("B-1", 50, 2)
    moved("short", DRAWER, (kind, "3"), 10)
    moved("r1", DRAWER, TREASURY, 140)
    assert parts_out() == {"B-1"}
    moved("borne", (kind, "3"), (AccountKind.CASH_LOSS, ""), 10)
    assert parts_out() == set()


def test_an_undone_receipt_is_asked_of_nobody() -> None:
    undone = taken("A-1", 100, 1)
    reverse(transaction=undone, business_key="cash-collected:A-1:undone", occurred_at=NOW)
    assert parts_out() == set()
