"""Months of the books: which are closed, what stood on the accounts when they ended."""

from __future__ import annotations

import datetime

from django.db.models import Min, Sum
from django.utils import timezone

from shop.ledger.models import Entry, MonthClose, Transaction

NOON = datetime.timedelta(hours=12)


class MonthClosed(Exception):
    """The day lies in a closed month."""


def month_of(moment: datetime.datetime) -> datetime.date:
    """Return the first day of the Vietnamese month a moment lies in."""
    return timezone.localdate(moment).replace(day=1)


def next_month(month: datetime.date) -> datetime.date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def starts_at(day: datetime.date) -> datetime.datetime:
    """Return the first moment of a Vietnamese day."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def last_closed() -> MonthClose | None:
    """Return the latest closing that stands."""
    return MonthClose.objects.filter(reopened_at=None).order_by("-month").first()


def first_month() -> datetime.date | None:
    """Return the month of the first entry, or None while there is none."""
    first = Transaction.objects.aggregate(first=Min("occurred_at"))["first"]
    return month_of(first) if first else None


def next_to_close() -> datetime.date | None:
    """Return the month that is to be closed next, whether it is over or not; None while nothing was posted."""
    last = last_closed()
    return next_month(last.month) if last else first_month()


def open_moment(moment: datetime.datetime) -> datetime.datetime:
    """Return the moment itself when its month is open, else the first moment of the first open month."""
    last = last_closed()
    if last is None or month_of(moment) > last.month:
        return moment
    return starts_at(next_month(last.month))


def booking_moment(day: datetime.date, *, at: datetime.datetime) -> datetime.datetime:
    """Return when to book what a document says of a day: its noon, or `at` when that is earlier. Raises MonthClosed."""
    noon = starts_at(day) + NOON
    if open_moment(noon) != noon:
        raise MonthClosed(day)
    return min(noon, at)


def balances_at(until: datetime.datetime) -> dict[str, int]:
    """Return kind of account -> balance of everything before a moment, zero balances left out. One query."""
    rows = Entry.objects.filter(transaction__occurred_at__lt=until).values_list("account__kind").order_by()
    return {kind: int(total) for kind, total in rows.annotate(total=Sum("amount_vnd")) if total}


def counted_in(month: datetime.date) -> int:
    """Return how many transactions a month holds."""
    since, until = starts_at(month), starts_at(next_month(month))
    return Transaction.objects.filter(occurred_at__gte=since, occurred_at__lt=until).count()
