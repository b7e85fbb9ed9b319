"""Close a month of the books, and open it again when two people agree that they must.

Months are closed in their order and reopened from the last one back, so that what is closed is always one piece. From
then on the database refuses whatever is dated into it (trigger open_month of shop/ledger/models.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import connection, transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.ledger.models import CLOSING_LOCK, BooksCheck, MonthClose
from shop.ledger.months import (
    balances_at,
    counted_in,
    first_month,
    last_closed,
    month_of,
    next_month,
    next_to_close,
    starts_at,
)


class NotOver(Exception):
    """The month's last day is not over."""


class NotNext(Exception):
    """Another month is to be closed first, or this one is closed."""


class NotChecked(Exception):
    """The books were not checked since the month ended."""


class BooksBroken(Exception):
    """The last check found a broken promise; it is to be mended, and checked again, before anything is closed."""


class NoteMissing(Exception):
    """Something stands open, or a closed month is to be opened: somebody has to say why."""


class NotLast(Exception):
    """Only the last closed month can be opened again."""


class SamePerson(Exception):
    """Whoever asks for a month to be opened does not agree to it."""


@transaction.atomic
def close_month(
    *, month: datetime.date, open_items: Sequence[str], note: str, by: User, at: datetime.datetime
) -> MonthClose:
    """Close a month (its first day). open_items: what stands open, in words; then a note is asked for.

    Raises NotOver, NotNext, NotChecked, BooksBroken, NoteMissing.
    """
    note = " ".join(note.split())[:300]
    _require_checked(month, at)
    if open_items and not note:
        raise NoteMissing
    _lock_until(month)
    if month != next_to_close():
        raise NotNext(month)
    close = MonthClose.objects.create(
        month=month,
        closed_at=at,
        closed_by=by,
        transaction_count=counted_in(month),
        balances=balances_at(starts_at(next_month(month))),
        open_items=list(open_items),
        note=note,
    )
    record(actor=by, action="month.closed", subject=close, at=at, reason=note, details={"what": str(close)})
    return close


@transaction.atomic
def ask_reopening(*, close: MonthClose, reason: str, by: User, at: datetime.datetime) -> MonthClose:
    """Ask for the last closed month to be opened again; a later asking takes the place of an earlier one.

    Raises NoteMissing, NotLast.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise NoteMissing
    locked = _last(close)
    locked.reopen_reason, locked.reopen_asked_by, locked.reopen_asked_at = reason, by, at
    locked.save(update_fields=["reopen_reason", "reopen_asked_by", "reopen_asked_at"])
    record(actor=by, action="month.reopening_asked", subject=locked, at=at, reason=reason, details=_what(locked))
    return locked


@transaction.atomic
def decline_reopening(*, close: MonthClose, by: User, at: datetime.datetime) -> MonthClose:
    """Leave the month closed; whoever asked may take it back too. Raises NotLast when nobody asks."""
    locked = _asked(close)
    locked.reopen_reason, locked.reopen_asked_by, locked.reopen_asked_at = "", None, None
    locked.save(update_fields=["reopen_reason", "reopen_asked_by", "reopen_asked_at"])
    record(actor=by, action="month.reopening_declined", subject=locked, at=at, details=_what(locked))
    return locked


@transaction.atomic
def reopen_month(*, close: MonthClose, by: User, at: datetime.datetime) -> MonthClose:
    """Agree to what another person asked for. Raises SamePerson, and NotLast when nobody asks any more."""
    locked = _asked(close)
    if locked.reopen_asked_by_id == by.pk:
        raise SamePerson
    locked.reopened_by, locked.reopened_at = by, at
    locked.save(update_fields=["reopened_by", "reopened_at"])
    record(actor=by, action="month.reopened", subject=locked, at=at, reason=locked.reopen_reason, details=_what(locked))
    return locked


def _require_checked(month: datetime.date, at: datetime.datetime) -> None:
    ends_at = starts_at(next_month(month))
    if at < ends_at:
        raise NotOver(month)
    check = BooksCheck.objects.filter(at__gte=ends_at).first()
    if check is None:
        raise NotChecked(month)
    if check.broken_count:
        raise BooksBroken(check.broken_count)


def _lock_until(month: datetime.date) -> None:
    """Wait for every posting under way into the months being closed, and keep new ones out until this is decided."""
    last = last_closed()
    first = next_month(last.month) if last else first_month() or month
    while first <= month:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [CLOSING_LOCK, int(f"{first:%Y%m}")])
        first = next_month(first)


def _last(close: MonthClose) -> MonthClose:
    locked = MonthClose.objects.select_for_update(of=("self",)).get(pk=close.pk)
    last = last_closed()
    if last is None or last.pk != locked.pk:
        raise NotLast(str(close))
    return locked


def _asked(close: MonthClose) -> MonthClose:
    locked = _last(close)
    if locked.reopen_asked_by_id is None:
        raise NotLast(str(close))
    return locked


def _what(close: MonthClose) -> dict[str, str]:
    return {"what": str(close)}


def may_close(month: datetime.date | None, *, at: datetime.datetime) -> bool:
    """Return whether a month is over."""
    return month is not None and month < month_of(at)
