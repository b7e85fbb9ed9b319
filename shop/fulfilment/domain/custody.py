"""A parcel passes on. Every act takes a nonce: the same scan again returns the first answer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.fulfilment.amendments.domain.restocking import restock
from shop.fulfilment.domain.following import follow
from shop.fulfilment.domain.parcel_codes import is_well_formed, tidy
from shop.fulfilment.domain.path import is_legal
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.missing.domain.ending import found_by_scan
from shop.fulfilment.models import CustodyEvent, HandOver, Parcel, ParcelState
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.shipping.enums import RunState
from shop.shipping.models import PickUpPoint, Run


class UnknownParcel(Refused):
    """No parcel has this code."""


class WrongPlace(Refused):
    """The parcel belongs to another run or point."""


class WrongPerson(Refused):
    """Somebody acts for a run or point that is not theirs."""


class WrongTime(Refused):
    """The parcel or its run is in a state from which this act does not lead on."""


class NonceTaken(Refused):
    """The nonce was used for another act."""


@dataclass(frozen=True)
class Scan:
    """What a scan did. is_repeat: the parcel was there already, nothing was written."""

    parcel: Parcel
    event: CustodyEvent
    is_repeat: bool


@transaction.atomic
def load(*, code: str, run: Run, driver: User, nonce: str, at: datetime.datetime) -> Scan:
    """The driver of a frozen run takes a parcel on board, from its seller or from a hub.

    Raises UnknownParcel, WrongPlace, WrongPerson, WrongTime, NonceTaken.
    """
    locked = _locked_run(run, driver)
    parcel = locked_parcel(code)
    if parcel.run_stop is None or parcel.run_stop.run_id != run.pk:
        raise WrongPlace(elsewhere(parcel))
    if parcel.seller_order.state == SellerOrderState.CANCELLED:
        raise WrongTime(_("Đơn của kiện %(code)s đã hủy. Để kiện lại cho nhà bán.") % {"code": parcel.code})
    if locked.state not in {RunState.FROZEN, RunState.DEPARTED}:
        raise WrongTime(_not_loading(locked))
    return pass_on(parcel=parcel, to=ParcelState.WITH_DRIVER, actor=driver, nonce=nonce, at=at)


@transaction.atomic
def receive(*, code: str, point: PickUpPoint, operator: User, nonce: str, at: datetime.datetime) -> Scan:
    """The operator of a point takes a parcel from the driver.

    Raises UnknownParcel, WrongPlace, WrongPerson, WrongTime, NonceTaken.
    """
    parcel = locked_parcel(code)
    _check_operator(point, operator)
    if parcel.run_stop is None or parcel.run_stop.point_id != point.pk:
        raise WrongPlace(elsewhere(parcel))
    return pass_on(parcel=parcel, to=ParcelState.AT_POINT, actor=operator, point=point, nonce=nonce, at=at)


@transaction.atomic
def take_back(*, code: str, run: Run, driver: User, nonce: str, at: datetime.datetime) -> Scan:
    """The driver of a run that stops at the point takes a parcel that goes back to its seller.

    Raises UnknownParcel, WrongPlace, WrongPerson, WrongTime, NonceTaken.
    """
    _locked_run(run, driver)
    parcel = locked_parcel(code)
    if parcel.at_point is None or not run.stops.filter(point=parcel.at_point).exists():
        raise WrongPlace(elsewhere(parcel))
    if parcel.state != ParcelState.RETURNING:
        raise WrongTime(not_from_here(parcel))
    return pass_on(parcel=parcel, to=ParcelState.RETURNING, actor=driver, nonce=nonce, at=at)


@transaction.atomic
def bring_back(*, code: str, actor: User, nonce: str, at: datetime.datetime) -> Scan:
    """Whoever holds a returning parcel (the driver, or an operator of the point or hub) gives it back to its seller.

    Raises UnknownParcel, WrongPerson, WrongTime, NonceTaken.
    """
    parcel = locked_parcel(code)
    last = parcel.custody.order_by("-pk").first()
    is_holder = last is not None and (last.holder_id or last.actor_id) == actor.pk
    places = {last.point_id if last else None, parcel.at_point.pk if parcel.at_point else None}
    if not is_holder and not places & set(point_ids(actor)):
        raise WrongPerson(_("Kiện %(code)s không do bạn giữ.") % {"code": parcel.code})
    if parcel.state == ParcelState.AT_HUB and parcel.seller_order.state != SellerOrderState.CANCELLED:
        raise WrongTime(_("Kiện %(code)s đang chờ xe, đơn chưa hủy. Không trả cho nhà bán.") % {"code": parcel.code})
    return pass_on(parcel=parcel, to=ParcelState.RETURNED, actor=actor, nonce=nonce, at=at)


@transaction.atomic
def pass_on(
    *,
    parcel: Parcel,
    to: ParcelState,
    actor: User | None,
    nonce: str,
    at: datetime.datetime,
    point: PickUpPoint | None = None,
    holder: User | None = None,
    reason: str = "",
    is_undo: bool = False,
) -> Scan:
    """Write one custody event and let the seller's order follow. The caller holds the lock of `parcel`'s order.

    A used nonce returns its event; so does a parcel that the same person already passed on in this way, or has.
    holder: who has it now, when that is not `actor`. is_undo: the opposite event of a hand-over, which no scan may
    write. A case that looks for the parcel ends: it was found.
    Raises WrongTime when the move is not legal, NonceTaken.
    """
    known = CustodyEvent.objects.filter(nonce=nonce).select_related("parcel").first()
    if known:
        if known.parcel_id != parcel.pk or known.to_state != to:
            raise NonceTaken(_("Lượt quét này đã ghi cho việc khác. Tải lại trang rồi quét lại."))
        return Scan(known.parcel, known, is_repeat=True)
    last = parcel.custody.order_by("-pk").first() if parcel.state == to else None
    if last and _is_same(last, to, actor, point):
        return Scan(parcel, last, is_repeat=True)
    if not is_legal(parcel.state, to, is_undo=is_undo):
        raise WrongTime(not_from_here(parcel))
    event = CustodyEvent.objects.create(
        parcel=parcel,
        from_state=parcel.state,
        to_state=to,
        actor=actor,
        holder=holder,
        point=point,
        nonce=nonce,
        reason=reason,
        at=at,
    )
    parcel.state = to
    parcel.save(update_fields=["state"])
    if parcel.is_searched and to != ParcelState.LOST:
        found_by_scan(event=event)
    if parcel.is_left and to == ParcelState.RETURNED:
        restock(parcel=parcel, at=at)
    follow(seller_order=parcel.seller_order, actor=actor, at=at)
    return Scan(parcel, event, is_repeat=False)


def give_all(given: Sequence[tuple[Parcel, HandOver]]) -> None:
    """Pass parcels that lie at their point, locked with their orders, to the buyers of new hand-overs: two statements.

    The caller moves the sellers' orders. Raises WrongTime before anything is written.
    """
    for parcel, _done in given:
        if not is_legal(parcel.state, ParcelState.HANDED_OVER):
            raise WrongTime(not_from_here(parcel))
    events = CustodyEvent.objects.bulk_create(
        CustodyEvent(
            parcel=parcel,
            from_state=parcel.state,
            to_state=ParcelState.HANDED_OVER,
            actor=done.operator,
            point=done.run_stop.point,
            nonce=f"hand-over:{done.pk}:{parcel.pk}",
            at=done.at,
        )
        for parcel, done in given
    )
    for (parcel, _done), event in zip(given, events, strict=True):
        parcel.state = ParcelState.HANDED_OVER
        if parcel.is_searched:
            found_by_scan(event=event)
    Parcel.objects.filter(pk__in=[parcel.pk for parcel, _done in given]).update(state=ParcelState.HANDED_OVER)


def _is_same(last: CustodyEvent, to: ParcelState, actor: User | None, point: PickUpPoint | None) -> bool:
    """Whether somebody scans once more what they just did. From the driver to a hub "returning" stays "returning"."""
    who = actor.pk if actor else None
    moved_on = point is not None and to == ParcelState.RETURNING and last.point_id != point.pk
    return last.to_state == to and who in {last.actor_id, last.holder_id} and not moved_on


def locked_parcel(code: str) -> Parcel:
    """Lock the order of a parcel first, as every act on an order does, then the parcel."""
    printed = tidy(code)
    order_id = Parcel.objects.filter(code=printed).values_list("seller_order__order_id", flat=True).first()
    if order_id is None:
        raise UnknownParcel(_unknown(printed))
    lock(order_id=order_id)
    rows = Parcel.objects.select_for_update(of=("self",)).select_related("seller_order__order", "run_stop__run")
    return rows.select_related("run_stop__point", "return_point").get(code=printed)


def _unknown(printed: str) -> str:
    if printed.startswith("K-") and not is_well_formed(printed):
        return _("Mã %(code)s thiếu hoặc nhầm một chữ. So lại với tem rồi gõ lại.") % {"code": printed}
    return _("Không có kiện mang mã %(code)s. Xem lại mã in trên tem.") % {"code": printed[:20]}


def _locked_run(run: Run, driver: User) -> Run:
    """Lock the run before any order, as everybody does, so that it is not called off meanwhile."""
    locked = Run.objects.select_for_update(no_key=True).get(pk=run.pk)
    if locked.driver_id != driver.pk:
        raise WrongPerson(_("Chuyến %(run)s không phải chuyến của bạn.") % {"run": locked.code})
    return locked


def _check_operator(point: PickUpPoint, operator: User) -> None:
    if point.pk not in point_ids(operator):
        raise WrongPerson(_("Bạn không trực điểm %(point)s.") % {"point": point.name})


def _not_loading(run: Run) -> str:
    if run.state in {RunState.PLANNED, RunState.OPEN}:
        return _("Chuyến %(run)s chưa chốt đơn nên chưa xếp hàng lên xe được.") % {"run": run.code}
    return _("Chuyến %(run)s đã tới các điểm hoặc đã hủy, không xếp thêm hàng.") % {"run": run.code}


def elsewhere(parcel: Parcel) -> str:
    """Say where a parcel belongs."""
    if parcel.return_point is not None:
        told = {"code": parcel.code, "point": parcel.return_point.name}
        return _("Kiện %(code)s là hàng khách trả, gửi ở %(point)s, đang về nhà bán.") % told
    if parcel.run_stop is None:
        return _("Kiện %(code)s do nhà bán giao tận nhà, không đi chuyến.") % {"code": parcel.code}
    return _("Kiện %(code)s đi chuyến %(run)s, về %(point)s. Để riêng và báo điều phối.") % {
        "code": parcel.code,
        "run": parcel.run_stop.run.code,
        "point": parcel.run_stop.point.name,
    }


def not_from_here(parcel: Parcel) -> str:
    """Say why a parcel cannot be passed on like this, and what comes first."""
    sentences = {
        ParcelState.PACKED: _("Kiện %(code)s chưa được quét lên xe. Nhờ tài xế quét lên xe trước."),
        ParcelState.AT_HUB: _("Kiện %(code)s đang ở điểm gom. Nhờ tài xế quét lên xe trước."),
        ParcelState.WITH_DRIVER: _("Kiện %(code)s đang trên xe. Nhờ người trực điểm quét nhận trước."),
        ParcelState.AT_POINT: _("Kiện %(code)s đã ở điểm nhận."),
        ParcelState.HANDED_OVER: _("Kiện %(code)s đã giao cho khách."),
        ParcelState.RETURNING: _("Kiện %(code)s đang được trả về nhà bán."),
        ParcelState.RETURNED: _("Kiện %(code)s đã về nhà bán."),
        ParcelState.LOST: _("Kiện %(code)s đã ghi là thất lạc. Báo điều phối là kiện còn đây."),
    }
    return sentences[ParcelState(parcel.state)] % {"code": parcel.code}
