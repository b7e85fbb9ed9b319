"""Pick-up codes: six digits for one order at one run stop.

The digits are sealed for the buyer's own page (`reveal`); points look codes up by a keyed digest (`find`). Both keys
are derived from SECRET_KEY, so a copy of the database alone opens nothing.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import secrets
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import connection

from shop.order.domain import claims
from shop.order.models import Order, PickUpCode
from shop.shipping.models import PickUpPoint, RunStop

DIGITS = 6
CANDIDATES = 8


class CodesExhausted(Exception):
    """A stop has almost a million codes; no free one was found."""


def issue(*, order: Order, run_stop: RunStop, at: datetime.datetime) -> PickUpCode:
    """Give the order a code that no other order at this stop has. The stop must be locked."""
    wanted = {digest(digits): digits for digits in (_random_digits() for _ in range(CANDIDATES))}
    known = PickUpCode.objects.filter(run_stop=run_stop, digest__in=wanted).values_list("digest", flat=True)
    taken = set(known)
    free = [(key, digits) for key, digits in wanted.items() if key not in taken]
    if not free:
        raise CodesExhausted(f"stop {run_stop.pk}")
    key, digits = free[0]
    return PickUpCode.objects.create(
        order=order, run_stop=run_stop, digest=key, sealed=_box().encrypt(digits.encode()).decode(), created_at=at
    )


def reveal(code: PickUpCode) -> str:
    """Return the digits, for the buyer's page and message only. Raises InvalidToken when SECRET_KEY has changed."""
    return _box().decrypt(code.sealed.encode()).decode()


def qr_text(code: PickUpCode) -> str:
    """Return what the QR holds: a signed claim that names one order at one stop, and no digits."""
    return claims.sign(number=code.order.number, run_stop_id=code.run_stop_id)


def find(*, point: PickUpPoint, typed: str) -> PickUpCode | None:
    """Return the code typed or scanned at a point, alive ones first; None when nobody there has it.

    typed: six digits, with or without blanks, or a QR's text: a signed claim, or "number:digits" as older pages and
    messages have it. A forged claim finds nothing. A code that was used is returned too: whether it may
    be used is the caller's question (`used_at`).
    """
    if claims.is_claim(typed):
        claim = claims.read(typed)
        rows = PickUpCode.objects.filter(run_stop__point=point).select_related("order", "run_stop")
        return rows.filter(order__number=claim.number, run_stop=claim.run_stop_id).first() if claim else None
    number, _, digits = typed.strip().rpartition(":")
    codes = PickUpCode.objects.filter(run_stop__point=point, digest=digest(digits)).select_related("order", "run_stop")
    if number:
        codes = codes.filter(order__number=number)
    return min(codes, key=lambda code: (code.used_at is not None, -code.created_at.timestamp()), default=None)


def close(*, order: Order, run_stop_id: int | None, at: datetime.datetime) -> None:
    """Let the order's code at a stop die: its last parcel left, or it was cancelled. Doing it again changes nothing."""
    PickUpCode.objects.filter(order=order, run_stop_id=run_stop_id, used_at=None).update(used_at=at)


def close_all(deaths: Mapping[tuple[int, int], datetime.datetime]) -> None:
    """Let codes die: (order id, stop id) -> when. One statement for any number."""
    rows = [(order_id, stop_id, at) for (order_id, stop_id), at in deaths.items()]
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, [[row[column] for row in rows] for column in range(3)])


CLOSE = """
    UPDATE order_pickupcode AS code SET used_at = died.at
    FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS died (order_id, stop_id, at)
    WHERE code.order_id = died.order_id AND code.run_stop_id = died.stop_id AND code.used_at IS NULL
"""


def reopen(*, order: Order, run_stop_id: int) -> None:
    """Let the order's code at a stop live again: its hand-over was undone, or late money was taken."""
    PickUpCode.objects.filter(order=order, run_stop_id=run_stop_id).update(used_at=None)


def digest(digits: str) -> str:
    """Return the keyed digest of what was typed, blanks ignored; also what refused attempts keep."""
    plain = "".join(digits.split())
    return hmac.new(_key("digest"), plain.encode(), hashlib.sha256).hexdigest()


def _random_digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("seal")))


def _key(purpose: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"pick-up-code:{purpose}".encode(), hashlib.sha256).digest()


__all__ = [
    "CodesExhausted",
    "InvalidToken",
    "close",
    "close_all",
    "digest",
    "find",
    "issue",
    "qr_text",
    "reopen",
    "reveal",
]
