"""Money the market passed on to the licensed partner for discounts that sellers do not bear.

partner-funded    treasury:partner +amount    treasury:platform −amount
taken back        the opposite, as of that day
"""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.backoffice.vouchers.funding import funding
from shop.ledger.domain.posting import Side, post
from shop.ledger.domain.undoing import undo
from shop.ledger.enums import AccountKind
from shop.money.formatting import vnd
from shop.vouchers.domain.refusals import CannotBeMade
from shop.vouchers.models import PartnerFunding

LOCK = 7_210_602  # recordings run one after the other, so that together they never exceed what is due


@transaction.atomic
def fund_partner(
    *, amount_vnd: int, paid_on: datetime.date, bank_number: str, by: User, at: datetime.datetime
) -> PartnerFunding:
    """Book a transfer to the partner, never more than is due; one bank number once. Raises CannotBeMade."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    number = bank_number.strip()
    if PartnerFunding.objects.filter(bank_number=number, reversed_at=None).exists():
        raise CannotBeMade("bank_number", _("Mã giao dịch này đã ghi rồi. Xem lại sao kê."))
    due_vnd = funding().due_vnd
    if not 0 < amount_vnd <= due_vnd:
        raise CannotBeMade("amount_vnd", _("Chợ còn phải chuyển %(due)s.") % {"due": vnd(max(0, due_vnd))})
    if paid_on > timezone.localdate(at):
        raise CannotBeMade("paid_on", _("Ngày chuyển không ở sau hôm nay."))
    paid = PartnerFunding.objects.create(
        amount_vnd=amount_vnd, paid_on=paid_on, bank_number=number, recorded_by=by, recorded_at=at
    )
    post(
        business_key=_key(paid),
        kind="partner-funded",
        sides=[
            Side(AccountKind.TREASURY, "partner", amount_vnd),
            Side(AccountKind.TREASURY, "platform", -amount_vnd),
        ],
        occurred_at=at,
    )
    record(actor=by, action="partner.funded", subject=paid, at=at, reason=number, details={"what": vnd(amount_vnd)})
    return paid


@transaction.atomic
def take_back_funding(*, paid: PartnerFunding, reason: str, by: User, at: datetime.datetime) -> PartnerFunding:
    """Book the opposite of a transfer recorded wrongly; it is due to the partner again. Raises TakenBack."""
    mine = undo(row=paid, business_key=_key(paid), reason=reason, by=by, at=at)
    details = {"what": f"{vnd(mine.amount_vnd)}, {mine.bank_number}"}
    record(actor=by, action="partner.funding_taken_back", subject=mine, at=at, reason=reason, details=details)
    return mine


def _key(paid: PartnerFunding) -> str:
    return f"partner-funded:{paid.pk}"
