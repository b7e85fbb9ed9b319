"""Hand an order over and take its cash, in one step; what the buyer does not take goes back."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.fulfilment.domain.custody import NonceTaken, WrongPerson, pass_on
from shop.fulfilment.domain.recalled import check_not_recalled
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.domain.returning import send_back
from shop.fulfilment.models import HandOver, HandOverOutcome, Parcel, ParcelState
from shop.fulfilment.queries.cash import due_vnd
from shop.money.formatting import vnd
from shop.order.domain import codes
from shop.order.domain.delivered import settle_locked
from shop.order.domain.transitions import lock, move, move_locked
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.payment.domain.collecting import collect_cash
from shop.shipping.models import RunStop

GONE = {SellerOrderState.CANCELLED, SellerOrderState.RETURNED}


class AlreadyHandedOver(Refused):
    """Somebody handed this order over before."""


class NotReady(Refused):
    """Something of the order is not at the point."""


class Gone(NotReady):
    """The order was cancelled or goes back: waiting longer does not help."""


class WrongCash(Refused):
    """The cash is not what is due."""


class ReasonMissing(Refused):
    """Something is not taken and nobody says why."""


class WrongParts(Refused):
    """What is refused is not part of the order at this stop."""


@transaction.atomic
def hand_over(
    *,
    order: Order,
    run_stop: RunStop,
    operator: User,
    cash_vnd: int,
    nonce: str,
    found_by: str,
    at: datetime.datetime,
    refused: Collection[int] = (),
    reason: str = "",
    vouched_by: User | None = None,
    is_report: bool = False,
) -> HandOver:
    """Give an order at a stop to its buyer and take exactly the cash that is due for what is taken.

    refused: ids of the seller orders the buyer does not take, with the reason; they stay at the point and go back.
    All of them refused is a refusal of the order, without cash. Parcels, seller orders, cash, what sellers are owed
    and the code change together or not at all. The same nonce again returns the first hand-over. found_by: code, qr,
    parcel, phone or name. vouched_by: somebody of the back office who settles what an operator reported and who may no
    longer act there. is_report: the goods have left already, as a device without network tells; what was recalled
    meanwhile is then recorded as given. Raises WrongPerson, AlreadyHandedOver, NotReady, Recalled, WrongCash,
    WrongParts, ReasonMissing, NonceTaken.
    """
    if vouched_by is None and run_stop.point_id not in point_ids(operator):
        raise WrongPerson(_("Bạn không trực điểm của đơn này."))
    locked, parts = lock(order_id=order.pk)
    known = _known(locked, run_stop, nonce)
    if known:
        return known
    if locked.awaits_payment:
        raise NotReady(_("Đơn này chưa trả tiền nên chưa giao được. Nhờ khách trả trên trang đơn hàng."))
    here = [part for part in parts if part.run_stop_id == run_stop.pk and part.state not in GONE]
    parcels = _parcels(here, run_stop)
    _check_ready(here, parcels)
    _check_refused(here, refused, reason)
    taken = [part for part in here if part.pk not in refused]
    if not is_report:
        check_not_recalled(taken)
    _check_cash(due_vnd(locked, taken), cash_vnd)
    done = HandOver.objects.create(
        order=locked,
        run_stop=run_stop,
        operator=operator,
        outcome=_outcome(here, taken),
        reason=reason.strip() if refused else "",
        cash_vnd=cash_vnd,
        found_by=found_by,
        nonce=nonce,
        at=at,
    )
    if cash_vnd:
        collect_cash(order=locked, amount_vnd=cash_vnd, holder=run_stop.point, parts=taken, at=at)
    _give([parcel for parcel in parcels if parcel.seller_order_id not in refused], operator, done)
    for part in taken:
        move_locked(part=part, order=locked, parts=parts, to=SellerOrderState.DELIVERED, actor=operator, at=at)
        settle_locked(part=part, order=locked, at=at)
    for part in here:
        if part.pk in refused:
            _keep(part, operator, done)
    if not refused:
        codes.close(order=locked, run_stop_id=run_stop.pk, at=at)
    return done


def _known(order: Order, run_stop: RunStop, nonce: str) -> HandOver | None:
    standing = Q(order=order, run_stop=run_stop, undone_at=None)
    rows = list(HandOver.objects.filter(Q(nonce=nonce) | standing).select_related("operator"))
    same = next((row for row in rows if row.nonce == nonce), None)
    if same and (same.order_id, same.run_stop_id) != (order.pk, run_stop.pk):
        raise NonceTaken(_("Lượt giao này đã ghi cho đơn khác. Tải lại trang rồi xác nhận lại."))
    before = rows[0] if rows else None
    if before and not same:
        at = timezone.localtime(before.at)
        told = {"time": f"{at.hour}:{at.minute:02d} {at.day}/{at.month}", "who": before.operator}
        if not before.is_given:
            raise AlreadyHandedOver(_("Khách đã không nhận đơn này lúc %(time)s, người ghi %(who)s.") % told)
        raise AlreadyHandedOver(_("Đơn này đã giao lúc %(time)s, người giao %(who)s. Không giao lần nữa.") % told)
    return same


def _check_refused(parts: list[SellerOrder], refused: Collection[int], reason: str) -> None:
    if not set(refused) <= {part.pk for part in parts}:
        raise WrongParts(_("Phần hàng khách trả lại không thuộc đơn này ở điểm. Mở lại đơn rồi chọn lại."))
    if refused and not reason.strip():
        raise ReasonMissing(_("Chọn lý do khách không nhận, để nhà bán biết."))


def _outcome(parts: list[SellerOrder], taken: list[SellerOrder]) -> HandOverOutcome:
    if not taken:
        return HandOverOutcome.REFUSED
    return HandOverOutcome.FULL if len(taken) == len(parts) else HandOverOutcome.PARTIAL


def _parcels(parts: list[SellerOrder], run_stop: RunStop) -> list[Parcel]:
    rows = Parcel.objects.select_for_update(of=("self",)).filter(seller_order__in=parts, run_stop=run_stop)
    return list(rows.select_related("seller_order").order_by("pk"))


def _check_ready(parts: list[SellerOrder], parcels: list[Parcel]) -> None:
    if not parts:
        raise Gone(_("Đơn này không còn gì để giao: đã hủy hoặc đã trả về nhà bán."))
    if any(part.state == SellerOrderState.RETURNING for part in parts):
        raise Gone(_("Đơn này đã quá hạn giữ và đang trả về nhà bán. Nhờ khách gọi tổng đài."))
    behind = [parcel.code for parcel in parcels if parcel.state != ParcelState.AT_POINT]
    if behind:
        raise NotReady(_("Chưa đủ kiện: %(codes)s chưa quét nhận tại điểm.") % {"codes": ", ".join(behind)})
    if any(part.state != SellerOrderState.AT_POINT for part in parts):
        raise NotReady(_("Chưa đủ hàng: còn nhà bán chưa đóng gói cho đơn này."))


def _check_cash(due: int, taken: int) -> None:
    if taken != due:
        raise WrongCash(
            _("Phải thu đúng %(due)s, không phải %(taken)s. Đếm lại tiền với khách.")
            % {"due": vnd(due), "taken": vnd(taken)}
        )


def _give(parcels: list[Parcel], operator: User, done: HandOver) -> None:
    for parcel in parcels:
        pass_on(
            parcel=parcel,
            to=ParcelState.HANDED_OVER,
            actor=operator,
            point=done.run_stop.point,
            nonce=f"hand-over:{done.pk}:{parcel.pk}",
            at=done.at,
        )


def _keep(part: SellerOrder, operator: User, done: HandOver) -> None:
    """What the buyer does not take stays at the point and sets out for its seller."""
    send_back(seller_order=part, actor=operator, at=done.at, reason=done.reason, key=f"refused:{done.pk}")
    move(seller_order=part, to=SellerOrderState.RETURNING, actor=operator, at=done.at, reason=done.reason)
