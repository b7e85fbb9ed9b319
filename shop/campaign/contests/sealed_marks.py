"""Marks are kept sealed: whoever reads the table before the close, or a copy of it, learns only that somebody marked.

Sealed with a key derived from SECRET_KEY, together with whose mark of what it is, so that no seal fits another row.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class BrokenSeal(Exception):
    """What stands in the row was not sealed here for this row."""


def seal(points: int, *, juror_id: int, entry_id: int, criterion_id: int) -> str:
    return _box().encrypt(f"{juror_id}|{entry_id}|{criterion_id}|{points:02d}".encode()).decode()


def opened(sealed: str, *, juror_id: int, entry_id: int, criterion_id: int) -> int:
    """Return the points. Raises BrokenSeal."""
    try:
        *whose, points = _box().decrypt(sealed.encode()).decode().split("|")
    except InvalidToken as wrong:
        raise BrokenSeal from wrong
    if whose != [str(juror_id), str(entry_id), str(criterion_id)]:
        raise BrokenSeal
    return int(points)


def _box() -> Fernet:
    key = hmac.new(settings.SECRET_KEY.encode(), b"contest-marks", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))
