"""What is asked when a buyer comes for an order, what is checked under the order's lock, and what may be refused."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.fulfilment.domain.custody import NonceTaken
from shop.fulfilment.domain.recalled import check_not_recalled
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import HandOver, HandOverOutcome, Parcel, ParcelState
from shop.fulfilment.queries.cash import due_vnd
from shop.money.formatting import vnd
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.shipping.models import RunStop

GONE = {SellerOrderState.CANCELLED, SellerOrderState.RETURNED}
EARLIER = {SellerOrderState.DELIVERED, SellerOrderState.RETURNING}


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


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A buyer comes for one order. The fields are those of `hand_over`.

    rest: with rest_waits, ids of the parts that stay, where somebody said which; a device without network knows less
    of what has come than the books do later.
    """

    order_id: int
    run_stop: RunStop
    operator: User
    cash_vnd: int
    nonce: str
    found_by: str
    at: datetime.datetime
    refused: Collection[int] = ()
    reason: str = ""
    vouched_by: User | None = None
    is_report: bool = False
    rest_waits: bool = False
    rest: Collection[int] = ()


@dataclass(frozen=True)
class Giving:
    """A visit that may go ahead, with the locked rows it touches. parts: all of the order; here: what is ready at this
    stop; rest: what has not come and waits for another visit.
    """

    visit: Visit
    order: Order
    parts: list[SellerOrder]
    here: list[SellerOrder]
    parcels: list[Parcel]
    rest: list[SellerOrder] = field(default_factory=list)

    @property
    def taken(self) -> list[SellerOrder]:
        return [part for part in self.here if part.pk not in self.visit.refused]

    @property
    def left(self) -> list[SellerOrder]:
        return [part for part in self.here if part.pk in self.visit.refused]

    @property
    def outcome(self) -> HandOverOutcome:
        if not self.taken:
            return HandOverOutcome.REFUSED
        return HandOverOutcome.PARTIAL if self.left or self.rest else HandOverOutcome.FULL


class Counter:
    """What is known under the orders' locks about some visits: what was handed over before, and the parcels, locked."""

    def __init__(self, visits: Iterable[Visit]) -> None:
        visits = list(visits)
        orders = [visit.order_id for visit in visits]
        standing = Q(order__in=orders, undone_at=None)
        rows = HandOver.objects.filter(Q(nonce__in=[visit.nonce for visit in visits]) | standing)
        self.before = list(rows.select_related("operator").order_by("pk"))
        boxes = Parcel.objects.select_for_update(of=("self",)).filter(seller_order__order__in=orders)
        boxes = boxes.for_buyers()
        self.parcels: dict[int, list[Parcel]] = {}
        for parcel in boxes.order_by("pk"):
            self.parcels.setdefault(parcel.seller_order_id, []).append(parcel)

    def decide(self, visit: Visit, order: Order, parts: list[SellerOrder]) -> Giving | HandOver:
        """Return what is to be given, or the first hand-over of the same nonce. Raises what `hand_over` raises."""
        known = _known(self.before, visit)
        if known:
            return known
        if order.awaits_payment:
            raise NotReady(_("Đơn này chưa trả tiền nên chưa giao được. Nhờ khách trả trên trang đơn hàng."))
        here, rest = self._due(visit, parts), []
        if visit.rest_waits:
            rest = [part for part in here if self._stays(visit, part)]
            here = [part for part in here if part not in rest]
            if not here:
                raise NotReady(_("Chưa phần nào của đơn tới điểm, chưa có gì để giao."))
        boxes = [box for part in here for box in self._boxes(part)]
        giving = Giving(visit, order, parts, here, boxes, rest)
        _check_ready(here, boxes)
        _check_refused(here, visit.refused, visit.reason)
        if not visit.is_report:
            check_not_recalled(giving.taken)
        _check_cash(due_vnd(order, giving.taken), visit.cash_vnd)
        return giving

    def _due(self, visit: Visit, parts: list[SellerOrder]) -> list[SellerOrder]:
        """Return what is to be collected at the stop and was not dealt with on an earlier visit."""
        place = (visit.order_id, visit.run_stop.pk)
        came_before = any((row.order_id, row.run_stop_id) == place and row.undone_at is None for row in self.before)
        done = GONE | EARLIER if came_before else GONE
        return [part for part in parts if part.run_stop_id == visit.run_stop.pk and part.state not in done]

    def _boxes(self, part: SellerOrder) -> list[Parcel]:
        return [box for box in self.parcels.get(part.pk, ()) if box.run_stop_id == part.run_stop_id]

    def _stays(self, visit: Visit, part: SellerOrder) -> bool:
        """Whether a part is left for another visit: as was said, otherwise because it has not come."""
        return part.pk in visit.rest if visit.rest else not self._is_ready(part)

    def _is_ready(self, part: SellerOrder) -> bool:
        here = all(box.state == ParcelState.AT_POINT for box in self._boxes(part))
        return part.state == SellerOrderState.AT_POINT and here


def _known(before: Iterable[HandOver], visit: Visit) -> HandOver | None:
    same = next((row for row in before if row.nonce == visit.nonce), None)
    place = (visit.order_id, visit.run_stop.pk)
    if same and (same.order_id, same.run_stop_id) != place:
        raise NonceTaken(_("Lượt giao này đã ghi cho đơn khác. Tải lại trang rồi xác nhận lại."))
    standing = [
        row
        for row in before
        if (row.order_id, row.run_stop_id) == place and row.undone_at is None and not row.rest_waits
    ]
    if standing and not same:
        raise already(standing[0])
    return same


def already(before: HandOver) -> AlreadyHandedOver:
    """Return the refusal that says when, and by whom, the order was handed over or refused."""
    at = timezone.localtime(before.at)
    told = {"time": f"{at.hour}:{at.minute:02d} {at.day}/{at.month}", "who": before.operator}
    if not before.is_given:
        return AlreadyHandedOver(_("Khách đã không nhận đơn này lúc %(time)s, người ghi %(who)s.") % told)
    return AlreadyHandedOver(_("Đơn này đã giao lúc %(time)s, người giao %(who)s. Không giao lần nữa.") % told)


def _check_refused(parts: list[SellerOrder], refused: Collection[int], reason: str) -> None:
    if not set(refused) <= {part.pk for part in parts}:
        raise WrongParts(_("Phần hàng khách trả lại không thuộc đơn này ở điểm. Mở lại đơn rồi chọn lại."))
    if refused and not reason.strip():
        raise ReasonMissing(_("Chọn lý do khách không nhận, để nhà bán biết."))


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
