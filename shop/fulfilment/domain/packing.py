"""A seller packs an order into parcels; the first row of each parcel's custody is written here."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit import trail
from shop.fulfilment.amendments.queries import is_waiting
from shop.fulfilment.domain import parcel_codes
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import CustodyEvent, Parcel, ParcelState
from shop.order.domain.transitions import lock, move
from shop.order.enums import SellerOrderState
from shop.order.lots.domain.allocating import NotEnoughInLots, allocate_lots
from shop.order.models import SellerOrder
from shop.shipping.enums import RunState
from shop.shipping.models import Run

MOST_PARCELS = 20
HEAVIEST_G = 60_000
PACKABLE = frozenset({SellerOrderState.PLACED, SellerOrderState.CONFIRMED})
GONE = frozenset({RunState.DEPARTED, RunState.ARRIVED, RunState.CLOSED, RunState.CALLED_OFF})


class NotPackable(Refused):
    """The order is packed, cancelled or on its way already."""


class NotPaid(Refused):
    """The order is to be paid first, and is not."""


class RunGone(Refused):
    """The run left, or does not go."""


class WrongParcels(Refused):
    """No parcel, too many, or a weight that cannot be."""


class LotsShort(Refused):
    """No lot that may be sold holds enough of a good."""


class CodesExhausted(Exception):
    """No free parcel code was found among the candidates of any length."""


@transaction.atomic
def pack(*, seller_order: SellerOrder, parcels: Sequence[int], actor: User, at: datetime.datetime) -> list[Parcel]:
    """Put a seller order into parcels of these weights (gram, one per box) and mark it packed.

    Returns the parcels in the order of the weights. The order took one slot on its run; boxes beyond it are kept as
    an amendment in the trail. Whether the actor works for the seller is the caller's question.
    Raises NotPackable, NotPaid, RunGone, WrongParcels, LotsShort, each with a sentence.
    """
    _check_weights(parcels)
    _check_run(seller_order)
    order, parts = lock(order_id=seller_order.order_id)
    part = next(part for part in parts if part.pk == seller_order.pk)
    if part.state not in PACKABLE:
        raise NotPackable(_not_packable(part))
    if is_waiting(part):
        raise NotPackable(
            _("Đơn %(number)s chờ khách trả lời về thay đổi. Chờ trả lời, hoặc rút lại rồi đóng gói.")
            % {"number": part.number}
        )
    if order.awaits_payment:
        raise NotPaid(_("Đơn %(number)s chưa trả tiền. Chờ tới khi đơn ghi đã trả.") % {"number": part.number})
    made = _make(part, parcels, actor, at)
    _take_lots(part, made, at)
    move(seller_order=part, to=SellerOrderState.PACKED, actor=actor, at=at)
    seller_order.state = part.state
    if len(made) > 1:
        trail.record(
            actor=actor, action="seller_order.more_parcels", subject=part, at=at, details={"parcels": len(made)}
        )
    return made


def _check_weights(parcels: Sequence[int]) -> None:
    if not 1 <= len(parcels) <= MOST_PARCELS:
        raise WrongParcels(_("Ghi khối lượng cho ít nhất 1 và nhiều nhất %(most)s kiện.") % {"most": MOST_PARCELS})
    for number, weight in enumerate(parcels, start=1):
        if not 1 <= weight <= HEAVIEST_G:
            raise WrongParcels(
                _("Kiện %(number)s nặng từ 1 gam tới %(most)s kg. Hãy cân lại hoặc chia thêm kiện.")
                % {"number": number, "most": HEAVIEST_G // 1000}
            )


def _check_run(seller_order: SellerOrder) -> None:
    """The run is locked before the order, as everybody does, so it cannot leave while the order is packed."""
    if seller_order.run_stop_id is None:
        return
    run = Run.objects.select_for_update(no_key=True, of=("self",)).get(stops=seller_order.run_stop_id)
    if run.state == RunState.CALLED_OFF:
        raise RunGone(_("Chuyến %(run)s đã hủy. Chờ sàn báo chuyến thay thế rồi đóng gói.") % {"run": run.code})
    if run.state in GONE:
        raise RunGone(_("Chuyến %(run)s đã chạy nên không đóng thêm được. Báo sàn để xử lý đơn.") % {"run": run.code})


def _make(part: SellerOrder, weights: Sequence[int], actor: User, at: datetime.datetime) -> list[Parcel]:
    parcels = Parcel.objects.bulk_create(
        Parcel(
            code=code,
            seller_order=part,
            run_stop_id=part.run_stop_id,
            number=number,
            weight_g=weight,
            packed_at=at,
            packed_by=actor,
        )
        for number, (weight, code) in enumerate(zip(weights, free_codes(len(weights)), strict=True), start=1)
    )
    CustodyEvent.objects.bulk_create(
        CustodyEvent(parcel=parcel, to_state=ParcelState.PACKED, actor=actor, nonce=f"packed:{parcel.code}", at=at)
        for parcel in parcels
    )
    return parcels


def free_codes(count: int) -> list[str]:
    """Return codes nobody has. A crowded length gives way to the next; the unique key catches the rare race."""
    found: list[str] = []
    for length in parcel_codes.LENGTHS:
        for _attempt in range(count):
            wanted = parcel_codes.candidates(length)
            taken = set(Parcel.objects.filter(code__in=wanted).values_list("code", flat=True)) | set(found)
            found += [code for code in wanted if code not in taken][: count - len(found)]
            if len(found) == count:
                return found
    raise CodesExhausted(str(count))


def _take_lots(part: SellerOrder, made: Sequence[Parcel], at: datetime.datetime) -> None:
    """Take goods that are counted by lots from the lot that expires first. Raises LotsShort."""
    try:
        allocate_lots(seller_order=part, parcel_id=made[0].pk if len(made) == 1 else None, at=at)
    except NotEnoughInLots as refusal:
        raise LotsShort(
            _("“%(title)s” chỉ còn %(left)s trong các lô còn hạn. Thêm lô mới ở trang Lô hàng rồi đóng gói.")
            % {"title": refusal.title, "left": refusal.left}
        ) from None


def _not_packable(part: SellerOrder) -> str:
    if part.state == SellerOrderState.CANCELLED:
        return _("Đơn %(number)s đã hủy, không cần đóng gói.") % {"number": part.number}
    return _("Đơn %(number)s đã đóng gói rồi. Tải lại trang để xem các kiện và in tem.") % {"number": part.number}
