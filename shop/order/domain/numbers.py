"""Order numbers: "CP-26-" and six digits that cannot be guessed from another order's."""

from __future__ import annotations

import datetime
import secrets

from django.utils import timezone

from shop.order.models import Order

CANDIDATES = 6
DIGITS = 6


class NumbersExhausted(Exception):
    """No free number was found among the candidates of any length."""


def new_number(*, at: datetime.datetime) -> str:
    """Return a free number of the year of `at` (in Viet Nam). A crowded year gets a seventh digit, then an eighth.

    The number's unique key catches the rare case in which another order takes it before the commit.
    """
    year = timezone.localtime(at).year % 100
    for digits in (DIGITS, DIGITS + 1, DIGITS + 2):
        wanted = [f"CP-{year:02d}-{secrets.randbelow(10**digits):0{digits}d}" for _ in range(CANDIDATES)]
        taken = set(Order.objects.filter(number__in=wanted).values_list("number", flat=True))
        free = [number for number in wanted if number not in taken]
        if free:
            return free[0]
    raise NumbersExhausted(f"year {year}")
