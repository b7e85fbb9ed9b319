"""What a device needs to check six digits without network: a slow hash of each code, salted per run stop.

A million codes are soon tried, so the hash is slow and its salt secret: the salt is derived from SECRET_KEY, and only
the device with the point's lease gets it, for its open runs. A copy of the database alone has hashes without salt.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from shop.fulfilment.models import OfflineCode
from shop.order.domain.codes import InvalidToken, reveal
from shop.order.models import PickUpCode
from shop.shipping.enums import RunState

ITERATIONS = 50_000
BYTES = 16
FROZEN = (RunState.FROZEN, RunState.DEPARTED, RunState.ARRIVED)


def salt(run_stop_id: int) -> bytes:
    """Return the 32 secret bytes of a stop."""
    said = f"counter-codes:{run_stop_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).digest()


def slow_hash(digits: str, run_stop_id: int) -> str:
    """Return PBKDF2-HMAC-SHA256 of six digits in base64; a device works out the same."""
    raw = hashlib.pbkdf2_hmac("sha256", digits.encode(), salt(run_stop_id), ITERATIONS, BYTES)
    return base64.b64encode(raw).decode()


def slow_hashes(run_stop_id: int) -> dict[int, str]:
    """Return order id -> hash of the codes alive at a stop; each is worked out once and kept.

    A code sealed with an older SECRET_KEY is left out: its buyer is found by name or phone.
    """
    alive = PickUpCode.objects.filter(run_stop=run_stop_id, used_at=None).select_related("offline")
    return dict(_hashed(alive))


def prepare(run_id: int) -> int:
    """Work out the hashes of a whole run ahead, so that no device waits. Return how many codes are ready."""
    stops = PickUpCode.objects.filter(run_stop__run=run_id, used_at=None).values_list("run_stop", flat=True)
    return sum(len(slow_hashes(stop)) for stop in sorted(set(stops)))


def runs_without_hashes(*, at: datetime.datetime) -> list[int]:
    """Return the frozen runs, not yet over, with codes whose hashes are not ready."""
    bare = PickUpCode.objects.filter(used_at=None, offline=None, run_stop__collect_by__gte=at)
    runs = bare.filter(run_stop__run__state__in=FROZEN).values_list("run_stop__run", flat=True)
    return sorted(set(runs))


def _hashed(codes: Iterable[PickUpCode]) -> Iterable[tuple[int, str]]:
    fresh = []
    for code in codes:
        if hasattr(code, "offline"):
            yield code.order_id, code.offline.slow_hash
            continue
        try:
            made = slow_hash(reveal(code), code.run_stop_id)
        except InvalidToken:
            continue
        fresh.append(OfflineCode(pick_up_code=code, slow_hash=made))
        yield code.order_id, made
    OfflineCode.objects.bulk_create(fresh, ignore_conflicts=True)
