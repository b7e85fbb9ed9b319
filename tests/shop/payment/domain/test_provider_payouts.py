"""What providers pass on, less their fee, brings their clearing account to zero; once, never more than held."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from shop.ledger.domain.undoing import TakenBack
from shop.ledger.enums import AccountKind
from shop.ledger.months import MonthClosed
from shop.ledger.queries import balance, balances
from shop.payment.domain.provider_payouts import (
    MoreThanHeld,
    NotWaiting,
    RecordedBefore,
    record_payout,
    take_back_payout,
)
from shop.payment.models import ProviderPayout, Receipt
from tests.factories.goods import stocked_product
from tests.factories.payments import pay, set_up_transfers, transfer, waiting_order
from tests.factories.people import UserFactory
from tests.promises import broken
from tests.shop.ledger.test_months import closed

pytestmark = pytest.mark.django_db
CLEARING, FEE, TREASURY = AccountKind.CLEARING, AccountKind.PROVIDER_FEE, AccountKind.TREASURY


@pytest.fixture(autouse=True)
def money(settings: Any) -> None:
    set_up_transfers(settings)
    settings.COLLECTS_MONEY = "platform"
    pay(waiting_order(stocked_product(price=100_000)))


def recorded(provider: str = "vietqr", net: int = 98_000, fee: int = 2_000, **more: Any) -> ProviderPayout:
    given = {"reference": "PO-1", "paid_on": timezone.localdate(), "by": UserFactory(), "at": timezone.now(), **more}
    return record_payout(provider=provider, net_vnd=net, fee_vnd=fee, **given)


def test_net_and_fee_leave_the_clearing_account() -> None:
    recorded()
    standing = (balance(CLEARING, "vietqr"), balance(FEE, "vietqr"), balance(TREASURY, "platform"))
    assert standing == (0, 2_000, 98_000)
    assert broken() == []


def test_the_same_reference_more_than_is_held_and_closed_months_are_refused() -> None:
    recorded(net=50_000, fee=0)
    with pytest.raises(RecordedBefore):
        recorded(net=1, fee=0)
    with pytest.raises(MoreThanHeld) as problem:
        recorded(net=50_000, fee=1, reference="PO-2")
    assert problem.value.held_vnd == 50_000
    closed()
    with pytest.raises(MonthClosed):
        recorded(net=1, fee=0, reference="PO-3", paid_on=datetime.date(2026, 10, 31))
    assert ProviderPayout.objects.count() == 1


def test_money_the_bank_told_of_is_set_against_what_the_provider_holds() -> None:
    transfer(40_000, "VNPAY THANH TOAN 2611")
    waiting = Receipt.objects.get(state="unmatched")
    with pytest.raises(MoreThanHeld):
        recorded("vnpay", 40_000, 500, receipt=waiting)
    assert balances(AccountKind.UNMATCHED) == {"vietqr": -40_000}
    recorded("vietqr", 40_000, 500, receipt=waiting)
    waiting.refresh_from_db()
    assert (waiting.state, balance(AccountKind.UNMATCHED, "vietqr")) == ("provider", 0)
    with pytest.raises(NotWaiting):
        recorded("vietqr", 40_000, 0, receipt=waiting, reference="PO-2")
    assert broken() == []


def test_what_was_recorded_wrongly_is_reversed_once_and_waits_again() -> None:
    transfer(40_000, "MOMO")
    waiting = Receipt.objects.get(state="unmatched")
    payout = recorded("vietqr", 40_000, 500, receipt=waiting)
    take_back_payout(payout=payout, reason="Nhầm", by=UserFactory(), at=timezone.now())
    with pytest.raises(TakenBack):
        take_back_payout(payout=payout, reason="Nhầm", by=UserFactory(), at=timezone.now())
    waiting.refresh_from_db()
    assert (waiting.state, balance(FEE, "vietqr")) == ("unmatched", 0)
    recorded("vietqr", 40_000, 500, receipt=waiting)
    assert broken() == []
