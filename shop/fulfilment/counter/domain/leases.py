"""Which phone works for a point: enrolled by its operator, one at a time, handed on, ended or revoked."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.audit.trail import record
from shop.fulfilment.domain.custody import WrongPerson
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import CounterDevice, LeaseState
from shop.shipping.models import PickUpPoint

TOKEN_BYTES = 32


class LeaseTaken(Refused):
    """Another device works for the point; the operator may take over from it."""

    def __init__(self, device: CounterDevice) -> None:
        super().__init__(
            _("Điểm đang dùng máy “%(device)s”. Tích ô chuyển sang máy này nếu máy kia không dùng nữa.")
            % {"device": device.label}
        )
        self.device = device


def lease_time() -> datetime.timedelta:
    """Return how long a device may work without having reached the server."""
    return datetime.timedelta(hours=settings.COUNTER_LEASE_HOURS)


@transaction.atomic
def enrol(
    *, point: PickUpPoint, operator: User, label: str, take_over: bool, at: datetime.datetime
) -> tuple[CounterDevice, str]:
    """Give a device the point's lease; return it with its token, which is told this once and kept as a digest only.

    take_over: the device that had the lease may still send what it holds, and sees nothing new.
    Raises WrongPerson, LeaseTaken.
    """
    if point.pk not in point_ids(operator):
        raise WrongPerson(_("Bạn không trực điểm %(point)s.") % {"point": point.name})
    PickUpPoint.objects.select_for_update(no_key=True).get(pk=point.pk)
    before = CounterDevice.objects.select_for_update().filter(point=point, state=LeaseState.ACTIVE).first()
    if before and not take_over:
        raise LeaseTaken(before)
    if before:
        _close(before, LeaseState.DRAINING, operator, at, _("Chuyển sang máy khác"))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    device = CounterDevice.objects.create(
        point=point,
        operator=operator,
        label=label.strip()[:60] or str(operator),
        token_digest=digest(token),
        enrolled_at=at,
        last_seen_at=at,
        lease_until=at + lease_time(),
    )
    record(actor=operator, action="counter_device.enrolled", subject=device, at=at)
    return device, token


def of_token(token: str) -> CounterDevice | None:
    """Return the device of a token, whatever became of its lease."""
    rows = CounterDevice.objects.select_related("point", "operator")
    return rows.filter(token_digest=digest(token)).first() if token else None


def may_see(device: CounterDevice, *, at: datetime.datetime) -> bool:
    """Return whether a device may hold the point's data: lease active and not run out, operator still in charge."""
    return (
        device.state == LeaseState.ACTIVE and at <= device.lease_until and device.point_id in point_ids(device.operator)
    )


def touch(*, device: CounterDevice, at: datetime.datetime) -> CounterDevice:
    """Note that a device reached the server; an active lease that has not run out begins anew."""
    changes: dict[str, datetime.datetime] = {"last_seen_at": at}
    if may_see(device, at=at):
        changes["lease_until"] = at + lease_time()
    CounterDevice.objects.filter(pk=device.pk).update(**changes)
    device.refresh_from_db(fields=["state", "last_seen_at", "lease_until"])
    return device


@transaction.atomic
def end(*, device: CounterDevice, at: datetime.datetime) -> CounterDevice:
    """The device has sent everything and wiped itself; again changes nothing."""
    locked = CounterDevice.objects.select_for_update(of=("self",)).select_related("operator").get(pk=device.pk)
    if locked.state in {LeaseState.ACTIVE, LeaseState.DRAINING}:
        _close(locked, LeaseState.ENDED, locked.operator, at, "")
        record(actor=locked.operator, action="counter_device.ended", subject=locked, at=at)
    return locked


@transaction.atomic
def revoke(*, device: CounterDevice, actor: User, reason: str, at: datetime.datetime) -> CounterDevice:
    """A device is lost or its operator is not trusted: it sees nothing any more, and a person looks at all it sends."""
    locked = CounterDevice.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if locked.state != LeaseState.REVOKED:
        _close(locked, LeaseState.REVOKED, actor, at, reason)
        record(actor=actor, action="counter_device.revoked", subject=locked, at=at, reason=reason)
    return locked


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _close(device: CounterDevice, state: LeaseState, actor: User, at: datetime.datetime, reason: str) -> None:
    device.state, device.ended_at, device.ended_by, device.end_reason = state, at, actor, reason[:200]
    device.save(update_fields=["state", "ended_at", "ended_by", "end_reason"])
