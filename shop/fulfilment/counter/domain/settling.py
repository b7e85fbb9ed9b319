"""A person decides what becomes of an act that could not be applied. Both ways are audited and final."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.fulfilment.counter.domain.applying import apply
from shop.fulfilment.counter.domain.results import Word
from shop.fulfilment.counter.domain.retelling import retell
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import ActOutcome, CounterAct


class NotOpen(Refused):
    """The act was applied or settled before."""


class NoteMissing(Refused):
    """Setting an act aside needs a reason."""


class StillRefused(Refused):
    """The act cannot be applied as things stand; its sentence says why."""


@transaction.atomic
def apply_again(
    *, act: CounterAct, actor: User, at: datetime.datetime, note: str = "", as_due: bool = False
) -> CounterAct:
    """Apply an open act on the word of the back office. as_due: record the cash that was due instead of what was said.

    Other open acts about the same hand-over say from then on that it happened. Raises NotOpen, StillRefused.
    """
    locked = _open(act)
    result = apply(locked, at=at, word=Word(actor, as_due))
    if result.outcome != ActOutcome.APPLIED:
        raise StillRefused(result.told)
    locked.outcome, locked.hand_over, locked.order = result.outcome, result.hand_over, result.order or locked.order
    done = _settle(locked, actor, "counter_act.applied", note, at)
    retell(point_id=locked.device.point_id)
    return done


@transaction.atomic
def dismiss(*, act: CounterAct, actor: User, note: str, at: datetime.datetime) -> CounterAct:
    """Set an open act aside: it was dealt with outside, or was never true. Of a hand-over of recalled goods: the
    buyer was reached, the note says how it ended. Raises NotOpen, NoteMissing.
    """
    if not note.strip():
        raise NoteMissing(_("Ghi đã xử lý thế nào, để người sau đọc hiểu."))
    locked = _open(act, may_be_applied=act.cause == CounterAct.RECALLED)
    action = "recall_followed" if locked.outcome == ActOutcome.APPLIED else "dismissed"
    return _settle(locked, actor, f"counter_act.{action}", note, at)


def _open(act: CounterAct, *, may_be_applied: bool = False) -> CounterAct:
    locked = CounterAct.objects.select_for_update(of=("self",)).get(pk=act.pk)
    if locked.settled_at or (locked.outcome == ActOutcome.APPLIED and not may_be_applied):
        raise NotOpen(_("Việc này đã được xử lý rồi."))
    return locked


def _settle(act: CounterAct, actor: User, action: str, note: str, at: datetime.datetime) -> CounterAct:
    act.settled_at, act.settled_by, act.settled_note = at, actor, note.strip()[:300]
    act.save(update_fields=["outcome", "hand_over", "order", "settled_at", "settled_by", "settled_note"])
    record(actor=actor, action=action, subject=act, at=at, reason=note.strip()[:200])
    return act
