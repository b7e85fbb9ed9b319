"""Finance enters what the partner may take, by its contract."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.payment.partner_fees.models import PartnerRate

DAY = datetime.timedelta(days=1)


class Taken(Exception):
    """A rate begins on or after this day already."""


@transaction.atomic
def set_rate(
    *,
    basis_points: int,
    per_part_vnd: int,
    counts_cash: bool,
    valid_from: datetime.date,
    basis: str,
    by: User,
    at: datetime.datetime,
) -> PartnerRate:
    """Let a rate hold from a day on; the one before ends the day before. Zero ends the commission. Raises Taken.

    The day may be past, because contracts are entered after they are signed: a rate books nothing, it only says how
    much the partner's statements may come to.
    """
    same = PartnerRate.objects.select_for_update()
    if same.filter(valid_from__gte=valid_from).exists():
        raise Taken(valid_from)
    same.filter(valid_to=None).update(valid_to=valid_from - DAY)
    rate = PartnerRate.objects.create(
        basis_points=basis_points,
        per_part_vnd=per_part_vnd,
        counts_cash=counts_cash,
        valid_from=valid_from,
        basis=basis,
    )
    record(actor=by, action="partner_rate.set", subject=rate, at=at, reason=basis, details={"what": str(rate)})
    return rate
