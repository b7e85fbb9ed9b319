"""Finance sets what the market keeps. A rate that was in force stays as it was; a new one follows it."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Category
from sellers.commission.models import CommissionRate
from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record

DAY = datetime.timedelta(days=1)


class InThePast(Exception):
    """A rate cannot begin before today, nor one that began be taken away: orders were placed under it."""


class Taken(Exception):
    """A later rate for the same goods and seller exists already; it is to be removed first."""


@transaction.atomic
def set_rate(
    *,
    seller: Partner | None,
    category: Category | None,
    basis_points: int,
    valid_from: datetime.date,
    basis: str,
    by: User,
    at: datetime.datetime,
    today: datetime.date,
) -> CommissionRate:
    """Let a rate hold from a day on; the one that held for the same seller and category ends the day before.

    basis: the decision or contract. Raises InThePast, Taken.
    """
    if valid_from < today:
        raise InThePast(valid_from)
    same = CommissionRate.objects.select_for_update(of=("self",)).filter(seller=seller, category=category)
    if same.filter(valid_from__gte=valid_from).exists():
        raise Taken(valid_from)
    for before in same.order_by("valid_from"):
        if before.valid_to is None or before.valid_to >= valid_from:
            before.valid_to = valid_from - DAY
            before.save(update_fields=["valid_to"])
    rate = CommissionRate.objects.create(
        seller=seller, category=category, basis_points=basis_points, valid_from=valid_from, basis=basis
    )
    record(actor=by, action="commission.set", subject=rate, at=at, reason=basis, details={"what": words_of(rate)})
    return rate


@transaction.atomic
def end_rate(*, rate: CommissionRate, by: User, at: datetime.datetime, today: datetime.date) -> None:
    """Let a rate end today, or remove one that has not begun. Orders keep what was frozen on them.

    Raises InThePast when it ended already.
    """
    locked = CommissionRate.objects.select_for_update(of=("self",)).get(pk=rate.pk)
    if locked.valid_to is not None and locked.valid_to <= today:
        raise InThePast(locked.valid_to)
    record(actor=by, action="commission.ended", subject=locked, at=at, details={"what": words_of(locked)})
    if locked.valid_from > today:
        locked.delete()
    else:
        locked.valid_to = today
        locked.save(update_fields=["valid_to"])


def words_of(rate: CommissionRate) -> str:
    """Return "2,50 % HTX Tơi Cát, Gia vị từ 01/12/2026"."""
    names = [str(owner) for owner in (rate.seller, rate.category) if owner is not None]
    return _("%(rate)s %% %(whose)s từ %(day)s") % {
        "rate": f"{rate.basis_points / 100:.2f}".replace(".", ","),
        "whose": ", ".join(names) or _("mọi người bán"),
        "day": f"{rate.valid_from:%d/%m/%Y}",
    }
