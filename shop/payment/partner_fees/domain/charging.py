"""The partner's commission, as its statements name it, is a cost of the market.

partner-charged   provider_fee:partner +amount   treasury:partner −amount    it kept it of the money it holds
                                                 treasury:platform −amount   the market paid it by transfer
taken back        the opposite, as of that day
"""

from __future__ import annotations

import datetime

from django.db import connection, transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.ledger.domain.posting import Side, post
from shop.ledger.domain.undoing import undo
from shop.ledger.enums import AccountKind
from shop.ledger.months import booking_moment
from shop.money.formatting import vnd
from shop.payment.partner_fees.models import ChargeWay, PartnerCharge
from shop.payment.partner_fees.queries import rate_on, standing

LOCK = 7_210_603  # recordings run one after the other, so that each sees what the others left of the contract
PARTNER = "partner"
PAYERS = {ChargeWay.HELD: "partner", ChargeWay.PAID: "platform"}


class NoRate(Exception):
    """No rate is in force on that day: the contract is to be entered first."""


class RecordedBefore(Exception):
    """A statement of this number was recorded before."""


class MoreThanAgreed(Exception):
    """With this the partner took more than the contract allows, and nobody said why."""

    def __init__(self, left_vnd: int) -> None:
        super().__init__(left_vnd)
        self.left_vnd = left_vnd


@transaction.atomic
def record_charge(
    *,
    amount_vnd: int,
    charged_on: datetime.date,
    statement_number: str,
    way: ChargeWay,
    note: str,
    by: User,
    at: datetime.datetime,
) -> PartnerCharge:
    """Book what a statement of the partner names, on its day.

    Raises NoRate, RecordedBefore, MoreThanAgreed unless note says why, shop.ledger.months.MonthClosed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    moment, number = booking_moment(charged_on, at=at), statement_number.strip()
    if rate_on(charged_on) is None:
        raise NoRate(charged_on)
    if PartnerCharge.objects.filter(statement_number=number, reversed_at=None).exists():
        raise RecordedBefore(number)
    left_vnd = standing().left_vnd
    if amount_vnd > left_vnd and not note.strip():
        raise MoreThanAgreed(left_vnd)
    charge = PartnerCharge.objects.create(
        amount_vnd=amount_vnd,
        charged_on=charged_on,
        statement_number=number,
        way=way,
        note=note.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    post(
        business_key=_key(charge),
        kind="partner-charged",
        sides=[
            Side(AccountKind.PROVIDER_FEE, PARTNER, amount_vnd),
            Side(AccountKind.TREASURY, PAYERS[way], -amount_vnd),
        ],
        occurred_at=moment,
    )
    _tell(charge, "partner_charge.recorded", by, at, note)
    return charge


@transaction.atomic
def take_back_charge(*, charge: PartnerCharge, reason: str, by: User, at: datetime.datetime) -> PartnerCharge:
    """Book the opposite of a charge recorded wrongly. Raises TakenBack."""
    mine = undo(row=charge, business_key=_key(charge), reason=reason, by=by, at=at)
    _tell(mine, "partner_charge.taken_back", by, at, reason)
    return mine


def _tell(charge: PartnerCharge, action: str, by: User, at: datetime.datetime, reason: str) -> None:
    details = {"what": f"{charge.statement_number}, {vnd(charge.amount_vnd)}"}
    record(actor=by, action=action, subject=charge, at=at, reason=reason, details=details)


def _key(charge: PartnerCharge) -> str:
    return f"partner-charged:{charge.pk}"
