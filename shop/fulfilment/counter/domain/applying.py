"""What each kind of act does. The domain function it calls is one savepoint: it happens whole or leaves
nothing behind."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from shop.fulfilment.counter.domain.giving import GIVES, give
from shop.fulfilment.counter.domain.lessening import lessen
from shop.fulfilment.counter.domain.results import Result, Word
from shop.fulfilment.domain.custody import WrongTime, receive
from shop.fulfilment.domain.parcel_codes import tidy
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.domain.undoing import undo
from shop.fulfilment.models import ActKind, ActOutcome, CodeAttempt, CounterAct, Parcel, ParcelState
from shop.order.domain.codes import digest

HERE_OR_GONE = frozenset({ParcelState.AT_POINT, ParcelState.HANDED_OVER, ParcelState.RETURNING, ParcelState.RETURNED})


def apply(act: CounterAct, *, at: datetime.datetime, word: Word | None = None) -> Result:
    """Do what an act says, or say why not. The act's row is held by the caller's transaction."""
    doing: dict[str, Callable[[CounterAct, datetime.datetime, Word | None], Result]] = {
        ActKind.UNDO: _undo,
        ActKind.RECEIVED: _receive,
        ActKind.FAILED_ATTEMPT: _keep_attempt,
    }
    if act.kind in GIVES:
        return give([act], word=word)[0]
    if act.kind == ActKind.LESS:
        return lessen(act, word)
    return doing[act.kind](act, at, word)


def _undo(act: CounterAct, at: datetime.datetime, word: Word | None) -> Result:
    """Undo the hand-over named; one that was never applied is settled by it, one not come yet is waited for."""
    first = CounterAct.objects.select_for_update(of=("self",)).filter(nonce=act.payload["of"]).first()
    if first is None:
        return Result(ActOutcome.WAITING, "not_come", _("Chưa nhận được lượt giao mà việc này hoàn tác."))
    if first.device_id != act.device_id:
        return Result(ActOutcome.CONFLICT, "foreign", _("Lượt giao này không phải của máy này."), first.order)
    if first.kind not in GIVES:
        return Result(ActOutcome.CONFLICT, "refused", _("Chỉ lượt giao hàng hoàn tác được."), first.order)
    if first.hand_over is None:
        if first.settled_at is None:
            first.settled_at, first.settled_note = at, _("Điểm đã hoàn tác ngay tại quầy.")
            first.save(update_fields=["settled_at", "settled_note"])
        return Result(ActOutcome.APPLIED, order=first.order)
    try:
        done = undo(hand_over=first.hand_over, operator=act.device.operator, at=_undone_at(act, first))
    except Refused as refusal:
        return Result(ActOutcome.CONFLICT, "late", str(refusal), first.order, first.hand_over)
    return Result(ActOutcome.APPLIED, order=first.order, hand_over=done)


def _undone_at(act: CounterAct, first: CounterAct) -> datetime.datetime:
    """The minute is measured on the device's own clock; both acts may have been sent hours apart."""
    before, after = parse_datetime(first.payload["at"]), parse_datetime(act.payload["at"])
    assert first.hand_over and before and after  # read() took nothing else
    return first.hand_over.at + max(after - before, datetime.timedelta())


def _receive(act: CounterAct, at: datetime.datetime, word: Word | None) -> Result:
    code = tidy(act.payload["parcel"])
    parcel = Parcel.objects.filter(code=code).select_related("seller_order__order", "run_stop").first()
    order = parcel.seller_order.order if parcel else None
    if parcel and parcel.run_stop and parcel.run_stop.point_id == act.device.point_id and parcel.state in HERE_OR_GONE:
        return Result(ActOutcome.APPLIED, "repeated", _("Kiện %(code)s đã nhận trước đó.") % {"code": code}, order)
    try:
        receive(
            code=code,
            point=act.device.point,
            operator=act.device.operator,
            nonce=act.nonce,
            at=act.happened_at,
        )
    except WrongTime as early:
        return Result(ActOutcome.WAITING, "not_loaded", str(early), order)
    except Refused as refusal:
        return Result(ActOutcome.CONFLICT, "parcel", str(refusal), order)
    return Result(ActOutcome.APPLIED, order=order)


def _keep_attempt(act: CounterAct, at: datetime.datetime, word: Word | None) -> Result:
    CodeAttempt.objects.create(
        point=act.device.point,
        operator=act.device.operator,
        typed_digest=digest(f"device {act.payload['typed']}"),
        outcome=act.payload["why"] if act.payload["why"] in {"used", "wrong_stop", "forged"} else "unknown",
        at=act.happened_at,
    )
    return Result(ActOutcome.APPLIED)
