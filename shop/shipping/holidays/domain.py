"""A seller goes on holiday and comes back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record
from shop.shipping.holidays.models import Holiday

LONGEST = datetime.timedelta(days=60)


class NoHoliday(Exception):
    """The days cannot be taken; a Vietnamese sentence says why."""


@transaction.atomic
def go_on_holiday(
    *,
    seller: Partner,
    starts_on: datetime.date,
    ends_on: datetime.date,
    message: str,
    actor: User | None,
    at: datetime.datetime,
    today: datetime.date,
) -> Holiday:
    """Take days off, both included. What was ordered before is still to be sent. Raises NoHoliday."""
    Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=seller.pk)
    if starts_on < today or ends_on < starts_on:
        raise NoHoliday(_("Chọn ngày nghỉ từ hôm nay trở đi, ngày cuối không trước ngày đầu."))
    if ends_on - starts_on > LONGEST:
        raise NoHoliday(_("Nghỉ nhiều nhất 60 ngày mỗi lần. Nghỉ lâu hơn, hãy ẩn sản phẩm."))
    if Holiday.objects.filter(seller=seller, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise NoHoliday(_("Đã có kỳ nghỉ trùng những ngày này. Bỏ kỳ nghỉ đó rồi đặt lại."))
    days = {"seller": seller, "starts_on": starts_on, "ends_on": ends_on}
    holiday = Holiday.objects.create(**days, message=message.strip(), made_by=actor, made_at=at)
    record(actor=actor, action="seller.holiday", subject=seller, at=at, details={"what": _days(holiday)})
    return holiday


@transaction.atomic
def come_back(*, holiday: Holiday, actor: User, at: datetime.datetime, today: datetime.date) -> None:
    """End a holiday now: one to come is taken away, a running one ended yesterday. Again changes nothing."""
    locked = Holiday.objects.select_for_update().filter(pk=holiday.pk, ends_on__gte=today).first()
    if locked is None:
        return
    record(actor=actor, action="seller.back", subject=locked.seller, at=at, details={"what": _days(locked)})
    if locked.starts_on >= today:
        locked.delete()
    else:
        locked.ends_on = today - datetime.timedelta(days=1)
        locked.save(update_fields=["ends_on"])


def _days(holiday: Holiday) -> str:
    return f"{holiday.starts_on:%d/%m} – {holiday.ends_on:%d/%m/%Y}"
