"""Tax withheld from sellers is paid to the state: date, amount and number of the receipt go to the ledger.

paid   tax_withheld:<tax> +amount   treasury:<payer> −amount
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction

from sellers.tax.enums import Tax
from sellers.tax.models import TaxPayment
from shop.accounts.models import User
from shop.audit.trail import record
from shop.ledger.domain.posting import Side, post
from shop.ledger.domain.undoing import undo
from shop.ledger.enums import AccountKind
from shop.ledger.models import Account
from shop.ledger.months import booking_moment
from shop.ledger.queries import balance


class MoreThanOwed(Exception):
    """More would be paid than was withheld and is still owed."""

    def __init__(self, owed_vnd: int) -> None:
        super().__init__(owed_vnd)
        self.owed_vnd = owed_vnd


class PaidBefore(Exception):
    """A payment of this tax with this document was recorded before."""


def owed_vnd(tax: Tax) -> int:
    """Return what was withheld of a tax and not paid to the state yet."""
    return -balance(AccountKind.TAX_WITHHELD, tax.value)


@transaction.atomic
def pay_tax(
    *, tax: Tax, amount_vnd: int, paid_on: datetime.date, document_number: str, by: User, at: datetime.datetime
) -> TaxPayment:
    """Record one payment. document_number: of the state's receipt. Raises PaidBefore, MoreThanOwed, MonthClosed."""
    moment = booking_moment(paid_on, at=at)
    Account.objects.select_for_update(no_key=True).filter(kind=AccountKind.TAX_WITHHELD, key=tax.value).first()
    if TaxPayment.objects.filter(tax=tax, document_number=document_number, reversed_at=None).exists():
        raise PaidBefore(document_number)
    if amount_vnd > owed_vnd(tax):
        raise MoreThanOwed(owed_vnd(tax))
    payment = TaxPayment.objects.create(
        tax=tax,
        amount_vnd=amount_vnd,
        paid_on=paid_on,
        document_number=document_number,
        payer="partner" if settings.COLLECTS_MONEY == "partner" else "platform",
        recorded_by=by,
        recorded_at=at,
    )
    post(
        business_key=_key(payment),
        kind="tax-paid",
        sides=[
            Side(AccountKind.TAX_WITHHELD, tax.value, amount_vnd),
            Side(AccountKind.TREASURY, payment.payer, -amount_vnd),
        ],
        occurred_at=moment,
    )
    record(actor=by, action="tax.paid", subject=payment, at=at, details={"what": str(payment)})
    return payment


@transaction.atomic
def take_back_payment(*, payment: TaxPayment, reason: str, by: User, at: datetime.datetime) -> TaxPayment:
    """Book the opposite of a payment recorded wrongly. Raises TakenBack."""
    mine = undo(row=payment, business_key=_key(payment), reason=reason, by=by, at=at)
    record(actor=by, action="tax.payment_taken_back", subject=mine, at=at, reason=reason, details={"what": str(mine)})
    return mine


def _key(payment: TaxPayment) -> str:
    return f"tax-paid:{payment.pk}"
