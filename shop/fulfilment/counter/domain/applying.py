"""What each kind of act does. The domain function it calls is one savepoint: it happens whole or leaves
nothing behind."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.fulfilment.domain.custody import WrongTime, receive
from shop.fulfilment.domain.handover import AlreadyHandedOver, Gone, NotReady, WrongCash, hand_over
from shop.fulfilment.domain.parcel_codes import tidy
from shop.fulfilment.domain.recalled import recalled_words
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.domain.undoing import undo
from shop.fulfilment.models import ActKind, ActOutcome, CodeAttempt, CounterAct, HandOver, Parcel, ParcelState
from shop.fulfilment.queries.cash import due_vnd
from shop.order.domain.codes import digest
from shop.order.lots.queries import is_recalled
from shop.order.models import Order, SellerOrder
from shop.shipping.models import RunStop

CAUSES = ((AlreadyHandedOver, "already"), (Gone, "gone"), (WrongCash, "cash"))
HERE_OR_GONE = frozenset({ParcelState.AT_POINT, ParcelState.HANDED_OVER, ParcelState.RETURNING, ParcelState.RETURNED})


@dataclass(frozen=True)
class Result:
    """What came of an act. cause: a word for programs; told: a sentence for people."""

    outcome: ActOutcome
    cause: str = ""
    told: str = ""
    order: Order | None = None
    hand_over: HandOver | None = None


@dataclass(frozen=True)
class Word:
    """What a person of the back office decided when settling. as_due: the cash is taken to be what was due."""

    actor: User
    as_due: bool = False


def apply(act: CounterAct, *, at: datetime.datetime, word: Word | None = None) -> Result:
    """Do what an act says, or say why not. The act's row is held by the caller's transaction."""
    doing: dict[str, Callable[[CounterAct, datetime.datetime, Word | None], Result]] = {
        ActKind.UNDO: _undo,
        ActKind.RECEIVED: _receive,
        ActKind.FAILED_ATTEMPT: _keep_attempt,
    }
    return doing.get(act.kind, _hand_over)(act, at, word)


def _hand_over(act: CounterAct, at: datetime.datetime, word: Word | None) -> Result:
    said = act.payload
    here = {"run_stop": said["stop"], "run_stop__point": act.device.point_id}
    rows = SellerOrder.objects.filter(order__number=said["order"], **here).annotate(is_recalled=is_recalled())
    parts = list(rows.select_related("order", "run_stop__point"))
    stop = parts[0].run_stop if parts else None
    if stop is None:
        return Result(ActOutcome.CONFLICT, "unknown", _("Điểm này không có đơn %(n)s.") % {"n": said["order"]})
    order = parts[0].order
    refused = _refused(act, parts)
    wrong = _wrong_parcels(said["parcels"], parts, refused, stop)
    if wrong and word is None:
        return Result(ActOutcome.CONFLICT, "parcels", wrong, order)
    cash = (
        due_vnd(order, [part for part in parts if part.pk not in refused]) if word and word.as_due else said["cash_vnd"]
    )
    try:
        done = hand_over(
            order=order,
            run_stop=stop,
            operator=act.device.operator,
            cash_vnd=cash,
            nonce=act.nonce,
            found_by=said["found_by"],
            refused=refused,
            reason=said["reason"],
            at=act.happened_at,
            vouched_by=word.actor if word else None,
            is_report=True,
        )
    except Refused as refusal:
        return _refusal(refusal, order)
    recalled = [part for part in parts if part.is_recalled and part.pk not in refused]
    if recalled:
        return Result(ActOutcome.APPLIED, CounterAct.RECALLED, _told_recalled(recalled_words(recalled)), order, done)
    return Result(ActOutcome.APPLIED, order=order, hand_over=done)


def _told_recalled(what: str) -> str:
    return _("Đã giao hàng đang thu hồi: %(what)s. Gọi khách đừng dùng và mang lại.") % {"what": what}


def _refusal(refusal: Refused, order: Order | None) -> Result:
    if isinstance(refusal, NotReady) and not isinstance(refusal, Gone):
        return Result(ActOutcome.WAITING, "not_ready", str(refusal), order)
    cause = next((word for kind, word in CAUSES if isinstance(refusal, kind)), "refused")
    return Result(ActOutcome.CONFLICT, cause, str(refusal), order)


def _refused(act: CounterAct, parts: Sequence[SellerOrder]) -> set[int]:
    """Return the ids of the parts not taken; 0 stands for one that is not there, and the domain refuses it."""
    known = {part.number: part.pk for part in parts}
    if act.kind == ActKind.REFUSED:
        return set(known.values())
    return {known.get(number, 0) for number in act.payload["refused"]}


def _wrong_parcels(codes: list[str], parts: Sequence[SellerOrder], refused: set[int], stop: RunStop) -> str:
    taken = [part.pk for part in parts if part.pk not in refused]
    due = set(Parcel.objects.filter(seller_order__in=taken, run_stop=stop).values_list("code", flat=True))
    given = {tidy(code) for code in codes}
    if given == due:
        return ""
    return _("Máy ghi đưa kiện %(given)s, đơn có %(due)s.") % {
        "given": ", ".join(sorted(given)) or "–",
        "due": ", ".join(sorted(due)) or "–",
    }


def _undo(act: CounterAct, at: datetime.datetime, word: Word | None) -> Result:
    """Undo the hand-over named; one that was never applied is settled by it, one not come yet is waited for."""
    first = CounterAct.objects.select_for_update(of=("self",)).filter(nonce=act.payload["of"]).first()
    if first is None:
        return Result(ActOutcome.WAITING, "not_come", _("Chưa nhận được lượt giao mà việc này hoàn tác."))
    if first.device_id != act.device_id:
        return Result(ActOutcome.CONFLICT, "foreign", _("Lượt giao này không phải của máy này."), first.order)
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
