"""Which reasons hold when, and how staff change them.

Sources (confidence in the rows): Luật Bảo vệ quyền lợi người tiêu dùng 19/2023/QH15, money back within 30 days of the
notice when obligatory information was missing or wrong; Decree 248/2026/NĐ-CP, marketplaces take back goods that are
not as described. No general right to change one's mind was found. How long after the hand-over somebody may ask is the
market's own promise where no law is known.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.aftersales.returns.domain.refusals import WrongAnswer
from shop.aftersales.returns.enums import Confidence
from shop.aftersales.returns.models import ReturnReason
from shop.audit.trail import record
from shop.order.models import SellerOrder

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What may be changed about a reason; the meaning of each is ReturnReason's."""

    title: str
    hint: str
    ask_days: int
    refund_days: int
    needs_picture: bool
    returns_delivery: bool
    is_on: bool
    legal_basis: str
    confidence: Confidence


def in_force(*, on: datetime.date) -> QuerySet[ReturnReason]:
    """Return the rows of a day, those that are off too; one per code."""
    dated = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    return ReturnReason.objects.filter(dated)


def reasons_for(part: SellerOrder, *, at: datetime.datetime) -> list[ReturnReason]:
    """Return the reasons for which a delivered part may still be returned, in their order."""
    if part.delivered_at is None:
        return []
    rows = in_force(on=timezone.localdate(part.delivered_at)).filter(is_on=True)
    return [reason for reason in rows if at <= ask_by(part, reason)]


def ask_by(part: SellerOrder, reason: ReturnReason) -> datetime.datetime:
    """Return until when a delivered part may be returned for a reason."""
    assert part.delivered_at is not None
    return part.delivered_at + datetime.timedelta(days=reason.ask_days)


@transaction.atomic
def change_terms(
    *, code: str, terms: Terms, valid_from: datetime.date, by: User, at: datetime.datetime, today: datetime.date
) -> ReturnReason:
    """Let new terms of a reason begin on a day to come; the row before ends the day before. Raises WrongAnswer.

    Terms that were entered for a later day and have not begun are replaced. What was delivered before keeps its terms.
    """
    if valid_from <= today:
        raise WrongAnswer(_("Chọn ngày từ ngày mai: hàng đã giao giữ điều kiện cũ."))
    rows = ReturnReason.objects.select_for_update().filter(code=code)
    position = rows.values_list("position", flat=True).first() or 0
    rows.filter(valid_from__gt=today).delete()
    rows.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from)).update(valid_to=valid_from - DAY)
    made = ReturnReason.objects.create(code=code, valid_from=valid_from, position=position, **vars(terms))
    details = {"code": code, "is_on": terms.is_on, "ask_days": terms.ask_days, "from": f"{valid_from:%Y-%m-%d}"}
    record(actor=by, action="return_terms.set", subject=made, at=at, reason=terms.legal_basis, details=details)
    return made
