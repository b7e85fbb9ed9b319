"""Take what a device sent: each nonce once, in any order, and what cannot be applied is kept for a person.

An act is *applied*, *waiting* (something before it has not come yet: it is tried again after every sync) or a
*conflict*. See ../PROTOCOL.md.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from shop.fulfilment.counter.domain.applying import Result, apply
from shop.fulfilment.counter.domain.reading import Sent
from shop.fulfilment.models import ActOutcome, CounterAct, CounterDevice, LeaseState

PASSES = 3


@dataclass(frozen=True)
class Answer:
    """What the device is told about one nonce. outcome: applied, waiting, conflict, or foreign (not this device's)."""

    nonce: str
    outcome: str
    cause: str = ""
    told: str = ""


def take(
    *, device: CounterDevice, acts: Iterable[Sent], clock: datetime.datetime, at: datetime.datetime
) -> list[Answer]:
    """Keep and apply acts, each in a transaction of its own, so that a cut loses nothing that was answered.

    clock: what the device's clock showed when it sent them; acts' times are set right by the difference. An act
    that was kept before gets its answer as it stands now.
    """
    ordered = sorted(acts, key=lambda sent: sent.sequence)
    known = {act.nonce: act for act in CounterAct.objects.filter(nonce__in=[sent.nonce for sent in ordered])}
    kept = []
    for sent in ordered:
        # Whatever came before, a copy in this message too, is answered as it stands; what comes at once by another
        # connection is caught by the nonce being unique.
        known[sent.nonce] = known.get(sent.nonce) or _keep(device, sent, at - clock, at)
        kept.append(known[sent.nonce])
    retry(point_id=device.point_id, at=at)
    fresh = CounterAct.objects.in_bulk([act.pk for act in kept if act])
    return [_answer(device, sent, fresh[act.pk]) for sent, act in zip(ordered, kept, strict=True)]


def retry(*, point_id: int, at: datetime.datetime) -> int:
    """Try the waiting acts of a point again, as long as one of them lets another through. Return how many applied."""
    applied = 0
    for _pass in range(PASSES):
        waiting = CounterAct.objects.filter(
            device__point=point_id, outcome=ActOutcome.WAITING, settled_at=None
        ).values_list("pk", flat=True)
        moved = sum(_retry(pk, at) for pk in list(waiting))
        applied += moved
        if not moved:
            break
    return applied


def _keep(device: CounterDevice, sent: Sent, skew: datetime.timedelta, at: datetime.datetime) -> CounterAct:
    try:
        with transaction.atomic():
            act = CounterAct.objects.create(
                device=device,
                nonce=sent.nonce,
                sequence=sent.sequence,
                kind=sent.kind,
                payload=sent.payload,
                happened_at=min(sent.device_at + skew, at),
                received_at=at,
            )
            _write(act, _check(act) or apply(act, at=at), at)
            return act
    except IntegrityError:
        return CounterAct.objects.get(nonce=sent.nonce)  # the same message on a second connection


def _check(act: CounterAct) -> Result | None:
    """Whatever a revoked device or a copy of one sends, a person looks at first."""
    twins = CounterAct.objects.filter(device=OuterRef("pk"), sequence=act.sequence).exclude(pk=act.pk)
    devices = CounterDevice.objects.annotate(is_twice=Exists(twins)).values_list("state", "is_twice")
    state, is_twice = devices.get(pk=act.device_id)
    if state == LeaseState.REVOKED:
        return Result(ActOutcome.CONFLICT, "lease", _("Máy này đã bị thu hồi nên việc này chờ điều phối xem lại."))
    if is_twice:
        return Result(ActOutcome.CONFLICT, "sequence", _("Hai việc mang cùng số thứ tự: có thể máy đã bị sao chép."))
    return None


def _retry(pk: int, at: datetime.datetime) -> bool:
    with transaction.atomic():
        rows = CounterAct.objects.select_for_update(skip_locked=True, of=("self",))
        act = rows.filter(pk=pk, outcome=ActOutcome.WAITING, settled_at=None).first()
        if act is None:
            return False
        _write(act, apply(act, at=at), at)
        return act.outcome == ActOutcome.APPLIED


def _write(act: CounterAct, result: Result, at: datetime.datetime) -> None:
    act.outcome, act.cause, act.told = result.outcome, result.cause, result.told[:400]
    act.order, act.hand_over = result.order or act.order, result.hand_over or act.hand_over
    act.save(update_fields=["outcome", "cause", "told", "order", "hand_over"])


def _answer(device: CounterDevice, sent: Sent, act: CounterAct) -> Answer:
    if act.device_id != device.pk or act.payload != sent.payload:
        return Answer(sent.nonce, "foreign", "nonce", _("Mã lượt này đã dùng cho việc khác. Báo điều phối."))
    return Answer(act.nonce, act.outcome, act.cause, act.told)
