"""Who is away when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from sellers.models import Partner
from shop.shipping.holidays.models import Holiday


def holidays_of(seller_ids: Iterable[int], *, today: datetime.date) -> dict[int, tuple[Holiday, ...]]:
    """Return seller id -> holidays of today and to come, soonest first; sellers without one are left out. One query."""
    found: dict[int, tuple[Holiday, ...]] = {}
    for holiday in Holiday.objects.filter(seller__in=set(seller_ids)).not_over(today):
        found[holiday.seller_id] = (*found.get(holiday.seller_id, ()), holiday)
    return found


def next_holiday(seller: Partner | None, *, today: datetime.date, within_days: int = 30) -> Holiday | None:
    """Return the holiday that buyers should know of: running, or beginning soon."""
    if seller is None:
        return None
    soon = today + datetime.timedelta(days=within_days)
    return Holiday.objects.filter(seller=seller, starts_on__lte=soon).not_over(today).first()
