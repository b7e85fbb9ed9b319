"""What sending codes to phones may cost, and how often a code may be tried: one rule for the whole campaign."""

from __future__ import annotations

import datetime
import secrets

from django.conf import settings

from shop.campaign.phone_codes import credentials
from shop.campaign.phone_codes.domain.tallies import day_of, hour_of, tally

VALID_FOR = datetime.timedelta(minutes=10)
MOST_TRIES = 5


class TooManyCodes(Exception):
    """A bound was reached. scope: "phone", "network" or "contest"."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


class WrongCode(Exception):
    """The code is wrong, too old, or was tried too often."""


def new_code() -> str:
    """Return six digits nobody can guess."""
    return f"{secrets.randbelow(1_000_000):06d}"


def spend(*, occasion: str, phone: str, network: str, at: datetime.datetime) -> None:
    """Count one sending against every bound. Raises TooManyCodes; the caller's transaction then goes back.

    occasion: "contest:7", "survey:3": what has a sum of its own for the day. phone: E.164; network: its keyed hash.
    """
    bounds = (
        ("phone", f"phone:{credentials.anywhere(phone)}", hour_of(at), settings.VOTE_CODES_PHONE_HOUR),
        ("network", f"network:{network}", hour_of(at), settings.VOTE_CODES_NETWORK_HOUR),
        ("contest", occasion, day_of(at), settings.VOTE_CODES_CONTEST_DAY),
    )
    for scope, key, window, most in bounds:
        if tally(key, window) > most:
            raise TooManyCodes(scope)
