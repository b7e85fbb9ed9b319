"""Take what a device sent: each nonce once, in any order, and what cannot be applied is kept for a person.

An act is *applied*, *waiting* (something before it has not come yet: it is tried again after every sync) or a
*conflict*. See ../PROTOCOL.md.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from shop.fulfilment.counter.domain.applying import apply
from shop.fulfilment.counter.domain.giving import GIVES, give
from shop.fulfilment.counter.domain.reading import Sent
from shop.fulfilment.counter.domain.results import Result
from shop.fulfilment.counter.domain.retelling import retell
from shop.fulfilment.models import ActOutcome, CounterAct, CounterDevice, LeaseState

PASSES = 3
MOST_TOGETHER = 50  # hand-overs in one transaction: their goods are locked for some tenths of a second

log = logging.getLogger(__name__)


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
    """Keep and apply acts, hand-overs up to MOST_TOGETHER in one transaction, everything else alone.

    A cut loses nothing that was answered. When something unforeseen happens to acts that were taken together, they
    are taken one by one, so that only the act that is to blame is left to a person. clock: what the device's clock
    showed when it sent them; acts' times are set right by the difference. An act that was kept before gets its answer
    as it stands now.
    """
    ordered = sorted(acts, key=lambda sent: sent.sequence)
    skew = at - clock
    known = _known(ordered)
    for batch in _batches([sent for sent in ordered if sent.nonce not in known]):
        if len(batch) == 1 or not _keep_together(device, batch, skew, at):
            for sent in batch:
                _keep(device, sent, skew, at)
    retry(point_id=device.point_id, at=at)
    retell(point_id=device.point_id)
    fresh = _known(ordered)
    return [_answer(device, sent, fresh[sent.nonce]) for sent in ordered]


def _known(acts: Iterable[Sent]) -> dict[str, CounterAct]:
    return CounterAct.objects.in_bulk([sent.nonce for sent in acts], field_name="nonce")


def _batches(acts: Iterable[Sent]) -> Iterator[list[Sent]]:
    """Yield acts in their order: together such as can be, which name an order, a nonce and a number once each."""
    batch: list[Sent] = []
    seen: set[tuple[str, str | int]] = set()
    for sent in acts:
        gives = sent.kind in GIVES
        names = {("nonce", sent.nonce), ("seq", sent.sequence), ("order", sent.payload.get("order", ""))}
        if batch and (not gives or names & seen or len(batch) == MOST_TOGETHER):
            yield batch
            batch, seen = [], set()
        if not gives:
            yield [sent]
            continue
        batch.append(sent)
        seen |= names
    if batch:
        yield batch


def _keep_together(device: CounterDevice, batch: list[Sent], skew: datetime.timedelta, at: datetime.datetime) -> bool:
    """Keep and apply hand-overs in one transaction; return False, with nothing written, when that cannot be."""
    try:
        with transaction.atomic():
            # One message of a device at a time: its copy on a second connection waits, then finds the acts kept.
            locked = CounterDevice.objects.select_for_update(no_key=True).get(pk=device.pk)
            if _known(batch) or locked.state == LeaseState.REVOKED or _numbers_taken(device, batch):
                return False
            acts = [_act(device, sent, skew, at) for sent in batch]
            for act, result in zip(acts, give(acts), strict=True):
                _set(act, result)
            CounterAct.objects.bulk_create(acts)
    except OperationalError:
        raise
    except Exception:
        log.exception("%s acts of device %s are taken one by one", len(batch), device.pk)
        return False
    return True


def _numbers_taken(device: CounterDevice, batch: list[Sent]) -> bool:
    return CounterAct.objects.filter(device=device, sequence__in=[sent.sequence for sent in batch]).exists()


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


def _keep(device: CounterDevice, sent: Sent, skew: datetime.timedelta, at: datetime.datetime) -> None:
    """Keep one act and apply it; one that was kept meanwhile, or earlier in its message, stays as it is."""
    try:
        with transaction.atomic():
            act = _act(device, sent, skew, at)
            act.save(force_insert=True)
            _write(act, _check(act) or _apply(act, at))
    except IntegrityError:
        if not CounterAct.objects.filter(nonce=sent.nonce).exists():
            raise


def _act(device: CounterDevice, sent: Sent, skew: datetime.timedelta, at: datetime.datetime) -> CounterAct:
    return CounterAct(
        device=device,
        nonce=sent.nonce,
        sequence=sent.sequence,
        kind=sent.kind,
        payload=sent.payload,
        happened_at=min(sent.device_at + skew, at),
        received_at=at,
    )


def _apply(act: CounterAct, at: datetime.datetime) -> Result:
    """Apply an act; something unforeseen leaves it to a person, and what comes after it goes on."""
    try:
        with transaction.atomic():
            return apply(act, at=at)
    except OperationalError:  # the database is away or untied a deadlock: the device sends again
        raise
    except Exception:
        log.exception("act %s could not be applied", act.nonce)
        told = _("Máy chủ chưa ghi được việc này. Điều phối đã được báo và sẽ xử lý.")
        return Result(ActOutcome.CONFLICT, "error", told)


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
        _write(act, _apply(act, at))
        return act.outcome == ActOutcome.APPLIED


def _write(act: CounterAct, result: Result) -> None:
    _set(act, result)
    act.save(update_fields=["outcome", "cause", "told", "order", "hand_over"])


def _set(act: CounterAct, result: Result) -> None:
    act.outcome, act.cause, act.told = result.outcome, result.cause, result.told[:400]
    act.order, act.hand_over = result.order or act.order, result.hand_over or act.hand_over


def _answer(device: CounterDevice, sent: Sent, act: CounterAct) -> Answer:
    if act.device_id != device.pk or act.payload != sent.payload:
        return Answer(sent.nonce, "foreign", "nonce", _("Mã lượt này đã dùng cho việc khác. Báo điều phối."))
    return Answer(act.nonce, act.outcome, act.cause, act.told)
