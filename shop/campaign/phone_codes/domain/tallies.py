"""Count what costs money or lets somebody guess, by the hour and the day, for all processes together."""

from __future__ import annotations

import datetime

from django.db import connection
from django.utils import timezone

from shop.campaign.phone_codes.models import CodeTally

WRONG_TRIES_PER_HOUR = 100  # of one network: whole villages share an address
KEEP_SUMS = datetime.timedelta(days=2)


def tally(key: str, window: str) -> int:
    """Count one more within a window and return the sum. One statement, so nothing is counted twice or lost."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO contests_codetally (key, "window", count) VALUES (%s, %s, 1) '
            'ON CONFLICT (key, "window") DO UPDATE SET count = contests_codetally.count + 1 RETURNING count',
            [key, window],
        )
        return int(cursor.fetchone()[0])


def count_try(*, network: str, at: datetime.datetime) -> None:
    """Count a wrong code from a network (its keyed hash)."""
    tally(f"tries:{network}", hour_of(at))


def tries_left(*, network: str, at: datetime.datetime) -> bool:
    """Return whether this network may try another code within this hour."""
    return counted(f"tries:{network}", hour_of(at)) < WRONG_TRIES_PER_HOUR


def counted(key: str, window: str) -> int:
    """Return the sum of a window."""
    row = CodeTally.objects.filter(key=key, window=window).first()
    return row.count if row else 0


def forget_old(*, at: datetime.datetime) -> None:
    """Delete sums of days gone by."""
    CodeTally.objects.filter(window__lt=day_of(at - KEEP_SUMS)).delete()


def hour_of(at: datetime.datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H")


def day_of(at: datetime.datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d")
