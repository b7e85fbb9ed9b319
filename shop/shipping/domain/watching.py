"""Tell people once when a run to their commune opens."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import transaction

from shop.communication.sending import tell
from shop.regions.models import Commune
from shop.shipping.enums import RunState
from shop.shipping.models import RunStop, RunWatch

CODE_LIFE = datetime.timedelta(minutes=15)
MAX_TRIES, PER_PHONE = 5, 3


class TooManyWatches(Exception):
    """This phone waits for several communes already."""


class WrongCode(Exception):
    """The code is wrong, too old, or was tried too often."""


@transaction.atomic
def watch(*, phone: str, commune: Commune, is_proven: bool, at: datetime.datetime) -> RunWatch:
    """Wait for a run to a commune. is_proven: the phone (E.164) belongs to a signed-in account; otherwise a code is
    sent to it, at most one in a quarter of an hour. Asking again changes nothing more. Raises TooManyWatches.
    """
    waiting = RunWatch.objects.select_for_update().filter(phone=phone, told_at=None)
    if len(waiting) >= PER_PHONE and not any(row.commune_id == commune.pk for row in waiting):
        raise TooManyWatches
    row, _ = RunWatch.objects.get_or_create(
        phone=phone,
        commune=commune,
        told_at=None,
        defaults={"created_at": at},
    )
    if row.confirmed_at:
        return row
    if is_proven:
        row.confirmed_at = at
    elif row.code_expires_at is None or row.code_expires_at <= at:
        _send_code(row, at)
    row.save()
    return row


def confirm(*, watch: RunWatch, code: str, at: datetime.datetime) -> RunWatch:
    """Confirm by the code that was sent; again changes nothing. Raises WrongCode, and counts the try."""
    with transaction.atomic():
        row = RunWatch.objects.select_for_update().get(pk=watch.pk)
        if row.confirmed_at:
            return row
        is_alive = row.code_expires_at is not None and at < row.code_expires_at and row.tries < MAX_TRIES
        row.tries += 1
        if is_alive and hmac.compare_digest(row.code_digest, _digest(row, code)):
            row.confirmed_at, row.code_digest = at, ""
        row.save()
    if row.confirmed_at is None:
        raise WrongCode
    return row


def tell_watchers(*, at: datetime.datetime) -> int:
    """Tell everybody whose commune a run that takes orders stops at, each once; return how many."""
    waiting = RunWatch.objects.filter(told_at=None, confirmed_at__isnull=False).select_related("commune")
    stops = RunStop.objects.going().filter(
        run__state=RunState.OPEN, run__opens_at__lte=at, run__cut_off_at__gt=at, point__is_active=True
    )
    soonest: dict[str, RunStop] = {}
    for stop in stops.select_related("run", "point").order_by("arrives_at"):
        soonest.setdefault(stop.point.commune_id, stop)
    return sum(_tell(row, soonest[row.commune_id], at) for row in waiting if row.commune_id in soonest)


@transaction.atomic
def _tell(row: RunWatch, stop: RunStop, at: datetime.datetime) -> bool:
    if not RunWatch.objects.filter(pk=row.pk, told_at=None).update(told_at=at):
        return False
    tell(
        key=f"run-opened:{row.pk}",
        recipient=row.phone,
        template="run_opened",
        context={"stop": stop, "commune": row.commune, "site": settings.SITE_URL},
        at=at,
    )
    return True


def _send_code(row: RunWatch, at: datetime.datetime) -> None:
    code = f"{secrets.randbelow(10**6):06d}"
    row.code_digest, row.code_expires_at, row.tries = _digest(row, code), at + CODE_LIFE, 0
    tell(
        key=f"run-watch-code:{row.pk}:{at:%Y%m%d%H%M%S}",
        recipient=row.phone,
        template="run_watch_code",
        context={"code": code, "commune": row.commune},
        is_secret=True,
        at=at,
    )


def _digest(row: RunWatch, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"run-watch:{row.pk}:{code}".encode(), hashlib.sha256).hexdigest()
