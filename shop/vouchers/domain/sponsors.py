"""Sponsors: who they are, what they owe for discounts they bear, and what they paid.

sponsor-paid    treasury:platform +amount    sponsor_due:<sponsor> −amount
taken back      the opposite, as of that day
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.ledger.domain.posting import Side, post
from shop.ledger.domain.undoing import undo
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.money.formatting import vnd
from shop.vouchers.domain.refusals import CannotBeMade
from shop.vouchers.models import Sponsor, SponsorPayment

OWN_ACCOUNT = "platform"


@transaction.atomic
def add_sponsor(*, name: str, contact: str, basis: str, by: User, at: datetime.datetime) -> Sponsor:
    """Write down who will pay for discounts, by which decision or contract. Raises CannotBeMade."""
    plain = " ".join(name.split())
    if Sponsor.objects.filter(name__iexact=plain).exists():
        raise CannotBeMade("name", _("Đã có nhà tài trợ tên này."))
    sponsor = Sponsor.objects.create(name=plain, contact=contact.strip(), basis=basis.strip())
    record(actor=by, action="sponsor.added", subject=sponsor, at=at, reason=basis, details={"what": plain})
    return sponsor


@transaction.atomic
def record_payment(
    *, sponsor: Sponsor, amount_vnd: int, paid_on: datetime.date, bank_number: str, by: User, at: datetime.datetime
) -> SponsorPayment:
    """Book that a sponsor paid, never more than it owes; one bank number once. Raises CannotBeMade."""
    locked = Sponsor.objects.select_for_update(no_key=True).get(pk=sponsor.pk)
    number = bank_number.strip()
    if SponsorPayment.objects.filter(bank_number=number, reversed_at=None).exists():
        raise CannotBeMade("bank_number", _("Mã giao dịch này đã ghi rồi. Xem lại sao kê."))
    owed_vnd = due_vnd(locked)
    if not 0 < amount_vnd <= owed_vnd:
        raise CannotBeMade("amount_vnd", _("Nhà tài trợ còn phải trả %(owed)s.") % {"owed": vnd(owed_vnd)})
    if paid_on > timezone.localdate(at):
        raise CannotBeMade("paid_on", _("Ngày tiền về không ở sau hôm nay."))
    payment = SponsorPayment.objects.create(
        sponsor=locked, amount_vnd=amount_vnd, paid_on=paid_on, bank_number=number, recorded_by=by, recorded_at=at
    )
    post(
        business_key=_key(payment),
        kind="sponsor-paid",
        sides=[
            Side(AccountKind.TREASURY, OWN_ACCOUNT, amount_vnd),
            Side(AccountKind.SPONSOR_DUE, str(locked.pk), -amount_vnd),
        ],
        occurred_at=at,
    )
    details = {"what": f"{locked.name}, {vnd(amount_vnd)}"}
    record(actor=by, action="sponsor.paid", subject=payment, at=at, reason=number, details=details)
    return payment


@transaction.atomic
def take_back_payment(*, payment: SponsorPayment, reason: str, by: User, at: datetime.datetime) -> SponsorPayment:
    """Book the opposite of a payment recorded wrongly; the sponsor owes it again. Raises TakenBack."""
    mine = undo(row=payment, business_key=_key(payment), reason=reason, by=by, at=at)
    details = {"what": f"{mine.sponsor}, {vnd(mine.amount_vnd)}, {mine.bank_number}"}
    record(actor=by, action="sponsor.payment_taken_back", subject=mine, at=at, reason=reason, details=details)
    return mine


def due_vnd(sponsor: Sponsor) -> int:
    """Return what a sponsor owes for orders that stand, delivered or not."""
    return balance(AccountKind.SPONSOR_DUE, str(sponsor.pk))


def _key(payment: SponsorPayment) -> str:
    return f"sponsor-paid:{payment.pk}"
