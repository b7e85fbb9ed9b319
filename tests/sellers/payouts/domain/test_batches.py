"""Batches, the bank's file, and what the bank answers."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sellers.models import Partner
from sellers.payouts.bank_file import ascii_name, bank_rows
from sellers.payouts.domain.batches import (
    Decided,
    NothingToPay,
    SamePerson,
    approve_batch,
    cancel_batch,
    make_batch,
)
from sellers.payouts.domain.executing import NoSuchDebt, SeenBefore, Told, receive_debt, take_answer
from sellers.payouts.domain.holds import hold
from sellers.payouts.enums import BatchState
from sellers.payouts.models import PayoutBatch, Transfer
from sellers.payouts.queries import owed
from shop.backoffice.invariants import payouts
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from tests.factories.payouts import delivered_order, payout_of, seller_with_account, settled
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> Partner:
    seller = seller_with_account()
    delivered_order(seller, 10_000)
    delivered_order(seller_with_account(bank_account=""), 7_000)
    settled()
    return seller


def made() -> PayoutBatch:
    return make_batch(by=UserFactory(), at=timezone.now())


def approved() -> PayoutBatch:
    return approve_batch(batch=made(), by=UserFactory(), at=timezone.now())


def answer(text: str, amount: int = 10_000, *, is_done: bool = True, data: bytes = b"1") -> str:
    told = [Told(text, amount, is_done, "FT1", "tai khoan da dong")]
    return take_answer(name="kq.csv", data=data, told=told, by=UserFactory(), at=timezone.now()).rows[0]["verdict"]


def test_another_person_approves_and_only_once(seller: Partner) -> None:
    batch = made()
    with pytest.raises(SamePerson):
        approve_batch(batch=batch, by=batch.created_by, at=timezone.now())
    approve_batch(batch=batch, by=UserFactory(), at=timezone.now())
    with pytest.raises(Decided):
        cancel_batch(batch=batch, by=UserFactory(), at=timezone.now())
    with pytest.raises(NothingToPay):
        made()
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutBatch.objects.filter(pk=batch.pk).update(decided_by=batch.created_by_id)


def test_the_file_has_one_ascii_row_per_transfer(seller: Partner) -> None:
    rows = list(bank_rows(approved()))
    reference = Transfer.objects.get().reference
    assert rows[1] == [
        1, reference, "970405", "AGRIBANK", "123456789", "HOP TAC XA TOI DO", 10_000,
        f"CHO PHIEN CHI TRA {reference}",
    ]  # fmt: skip
    assert len(rows) == 2 and ascii_name("Đặng Thị Ước – 2") == "DANG THI UOC 2"


def test_executed_transfers_leave_the_account_once(seller: Partner) -> None:
    approved()
    reference = Transfer.objects.get().reference
    assert answer(f"chi tra {reference.lower()}") == "executed"
    assert (owed(seller).settled_vnd, balance(AccountKind.TREASURY, "partner")) == (0, -10_000)
    assert answer(reference, data=b"2") == "known"
    with pytest.raises(SeenBefore):
        answer(reference, data=b"2")
    assert (payout_of(seller).state, balance(AccountKind.TREASURY, "partner")) == ("paid", -10_000)
    assert [*payouts.broken(), *payouts.doubled()] == []


def test_a_rejected_transfer_waits_for_another_batch(seller: Partner) -> None:
    approved()
    first = Transfer.objects.get()
    assert answer(first.reference, is_done=False) == "rejected"
    assert (payout_of(seller).state, owed(seller).settled_vnd) == ("waiting", 10_000)
    approved()
    second = Transfer.objects.latest("pk")
    assert second.reference != first.reference
    assert answer(second.reference, data=b"2") == "executed"
    assert [*payouts.broken(), *payouts.doubled()] == []


@pytest.mark.parametrize(("text", "amount", "verdict"), [("CT99999T999999", 10_000, "unknown"), ("", 9_999, "")])
def test_what_does_not_fit_changes_nothing(seller: Partner, text: str, amount: int, verdict: str) -> None:
    approved()
    assert answer(text or Transfer.objects.get().reference, amount) == (verdict or "other_amount")
    assert Transfer.objects.get().state == "sent"


def test_a_hold_after_settling_keeps_a_payout_out_of_the_bank(seller: Partner) -> None:
    batch = made()
    part = seller.seller_orders.get()
    hold(seller=seller, source="dispute:2", part_number=part.number, amount_vnd=1, at=timezone.now())
    with pytest.raises(NothingToPay):
        approve_batch(batch=batch, by=UserFactory(), at=timezone.now())
    assert cancel_batch(batch=batch, by=UserFactory(), at=timezone.now()).state == BatchState.CANCELLED
    with pytest.raises(NothingToPay):
        made()


def test_a_seller_pays_a_debt_once_per_bank_number_and_no_more_than_it_is(settings: Any) -> None:
    settings.COLLECTS_MONEY = "seller"
    seller = seller_with_account()
    from sellers.commission.models import CommissionRate

    CommissionRate.objects.create(basis_points=1000, valid_from="2026-01-01", basis="QĐ 1")
    delivered_order(seller, 100_000)
    settled()
    payout = payout_of(seller)
    debt = -payout.carried_vnd
    with pytest.raises(NoSuchDebt):
        receive_debt(payout=payout, amount_vnd=debt + 1, bank_number="A", by=UserFactory(), at=timezone.now())
    for _ in range(2):
        receive_debt(payout=payout, amount_vnd=4_000, bank_number="FT1", by=UserFactory(), at=timezone.now())
    assert payout_of(seller).carried_vnd == 4_000 - debt == owed(seller).due_vnd
    assert [*payouts.broken()] == []
