"""What home delivery costs, per seller and province."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record
from shop.money.formatting import vnd
from shop.regions.models import Province
from shop.shipping.models import HomeDeliveryRate


def set_home_rate(
    *, seller: Partner, province: Province | None, amount_vnd: int, days: int, by: User, at: datetime.datetime
) -> HomeDeliveryRate:
    """Set the charge of one seller for one province (None: every province without a rate of its own)."""
    with transaction.atomic():
        rate, _created = HomeDeliveryRate.objects.update_or_create(
            seller=seller, province=province, defaults={"amount_vnd": amount_vnd, "days": days}
        )
        record(actor=by, action="home_rate.set", subject=seller, at=at, details={"what": words_of(rate)})
    return rate


def remove_home_rate(*, rate: HomeDeliveryRate, by: User, at: datetime.datetime) -> None:
    """Stop delivering home there; orders already placed keep their charge."""
    with transaction.atomic():
        record(actor=by, action="home_rate.removed", subject=rate.seller, at=at, details={"what": words_of(rate)})
        rate.delete()


def words_of(rate: HomeDeliveryRate) -> str:
    """Return "Khánh Hòa 30.000 ₫, 3 ngày"."""
    where = rate.province.name if rate.province else _("mọi tỉnh")
    return _("%(where)s %(amount)s, %(days)d ngày") % {
        "where": where,
        "amount": vnd(rate.amount_vnd),
        "days": rate.days,
    }
