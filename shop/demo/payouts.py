"""Settlement in the demo market: a settled period with statements, a batch the bank answered (one transfer refused),
two transfers of it by Stripe (one refused), sellers' accounts there,
a batch that waits for the second person, tax paid in part, what a provider passed on, the market to the partner
and the sponsor to the market; one transfer written down wrongly and taken back."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from sellers.commission.domain.fees import set_fee
from sellers.commission.enums import FeeKind
from sellers.payouts.domain.batches import NothingToPay, approve_batch, make_batch, payable
from sellers.payouts.domain.executing import Told, take_answer
from sellers.payouts.domain.settling import settle_period
from sellers.payouts.models import PayoutBatch
from sellers.tax.domain.paying import owed_vnd, pay_tax
from sellers.tax.enums import Tax
from shop.accounts.models import User
from shop.backoffice.books.checking import check_books
from shop.backoffice.vouchers.domain.funding import fund_partner, take_back_funding
from shop.backoffice.vouchers.funding import funding
from shop.demo.stripe_accounts import pay_first, refuse_last, stripe_accounts
from shop.ledger.models import BooksCheck
from shop.ledger.months import next_month
from shop.payment.domain.provider_payouts import held_by, record_payout
from shop.payment.partner_fees.domain.charging import record_charge
from shop.payment.partner_fees.domain.rates import set_rate
from shop.payment.partner_fees.models import ChargeWay
from shop.payment.partner_fees.queries import standing
from shop.vouchers.domain.sponsors import due_vnd, record_payment
from shop.vouchers.models import Sponsor

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
FINANCE, SECOND = "ke-toan", "ke-toan-2"
REFUSED = "Số tài khoản không đúng (minh hoạ)"
FEE_VND = 2_000


def pay_sellers(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Settle the last two weeks, let one batch come back from the bank, and leave the next for the second person."""
    today = timezone.localdate(now)
    settle_period(days=(today - 14 * DAY, today - DAY), at=now)
    if payable().exists():
        first = _first_batch(people, now)
        _second_batch(people, now)
        refuse_last(batch=first, at=now - HOUR // 2)
    _pay_tax(people, now)
    _announce_fee(people, now)
    _pass_on(people, now)
    _fund(people, now)
    _charge(people, now)
    if not BooksCheck.objects.exists():
        check_books(at=now)


def _first_batch(people: dict[str, User], now: datetime.datetime) -> PayoutBatch:
    with stripe_accounts(by=people[FINANCE], at=now - 30 * HOUR):
        batch = make_batch(by=people[FINANCE], at=now - 5 * HOUR)
        approve_batch(batch=batch, by=people[SECOND], at=now - 4 * HOUR)
    pay_first(batch=batch, at=now - 3 * HOUR)
    transfers = list(batch.transfers.filter(route="").order_by("pk"))
    told = [
        Told(
            text=f"CHO PHIEN CHI TRA {transfer.reference}",
            amount_vnd=int(transfer.amount_vnd),
            is_done=number > 0,
            bank_number=f"FT-MINH-HOA-{transfer.pk:04d}" if number else "",
            problem="" if number else REFUSED,
        )
        for number, transfer in enumerate(transfers)
    ]
    take_answer(name="ket-qua-minh-hoa.csv", data=str(batch).encode(), told=told, by=people[FINANCE], at=now - 2 * HOUR)
    return batch


def _second_batch(people: dict[str, User], now: datetime.datetime) -> None:
    """What the bank refused waits again, and goes into the next batch."""
    try:
        make_batch(by=people[FINANCE], at=now - HOUR)
    except NothingToPay:
        return


def _pay_tax(people: dict[str, User], now: datetime.datetime) -> None:
    half = owed_vnd(Tax.VAT) // 2
    if half > 0:
        pay_tax(
            tax=Tax.VAT,
            amount_vnd=half,
            paid_on=timezone.localdate(now),
            document_number="GNT-MINH-HOA-01",
            by=people[FINANCE],
            at=now,
        )


def _announce_fee(people: dict[str, User], now: datetime.datetime) -> None:
    """A run fee that begins next month, so that a dated row is seen and nothing is charged yet."""
    today = timezone.localdate(now)
    set_fee(
        kind=FeeKind.RUN,
        seller=None,
        amount_vnd=FEE_VND,
        valid_from=next_month(today),
        basis="Biểu phí minh hoạ 02/DEMO",
        by=people[FINANCE],
        at=now,
        today=today,
    )


def _pass_on(people: dict[str, User], now: datetime.datetime) -> None:
    """Half of what came by transfer is already on the payer's account."""
    held = held_by("vietqr") // 2
    if held > 0:
        record_payout(
            provider="vietqr",
            paid_on=timezone.localdate(now),
            net_vnd=held,
            fee_vnd=0,
            reference="KET-CHUYEN-MINH-HOA-01",
            by=people[FINANCE],
            at=now,
        )


def _fund(people: dict[str, User], now: datetime.datetime) -> None:
    """Half of what the market and the sponsor bear of delivered goods went to the partner that collects.

    It was first written down as all of it, and taken back. The sponsor paid half of what it owes.
    """
    due, finance = funding().due_vnd, people[FINANCE]
    told: dict[str, Any] = {"paid_on": timezone.localdate(now), "by": finance, "at": now}
    if due > 1:
        wrong = fund_partner(amount_vnd=due, bank_number="CHUYEN-MINH-HOA-01", **told)
        take_back_funding(paid=wrong, reason="Ghi nhầm số tiền (minh hoạ)", by=finance, at=now)
        fund_partner(amount_vnd=due // 2, bank_number="CHUYEN-MINH-HOA-01", **told)
    for sponsor in Sponsor.objects.filter(is_demo=True):
        half = due_vnd(sponsor) // 2
        if half > 0:
            record_payment(sponsor=sponsor, amount_vnd=half, bank_number="TAI-TRO-MINH-HOA-01", **told)


def _charge(people: dict[str, User], now: datetime.datetime) -> None:
    """The partner takes 0.5 % by an invented contract; its first statement names half of what that comes to."""
    finance, today = people[FINANCE], timezone.localdate(now)
    set_rate(
        basis_points=50,
        per_part_vnd=0,
        counts_cash=True,
        valid_from=today - 60 * DAY,
        basis="Hợp đồng minh hoạ 07/DEMO",
        by=finance,
        at=now,
    )
    half = standing().left_vnd // 2
    if half > 0:
        record_charge(
            amount_vnd=half,
            charged_on=today,
            statement_number="BK-MINH-HOA-01",
            way=ChargeWay.HELD,
            note="",
            by=finance,
            at=now,
        )
