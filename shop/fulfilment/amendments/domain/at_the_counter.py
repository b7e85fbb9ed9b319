"""At the counter goods turn out broken, or the buyer takes fewer than ordered."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from catalogue.images.checks import CleanImage
from sellers.staff import tell_staff
from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.communication.sending import tell
from shop.fulfilment.amendments.domain.picturing import keep_pictures
from shop.fulfilment.amendments.domain.recording import record_loss
from shop.fulfilment.amendments.domain.refusals import NotAmendable, WrongProposal
from shop.fulfilment.amendments.models import AmendmentKind, AmendmentOutcome, LeftGoods
from shop.fulfilment.domain.custody import WrongPerson
from shop.fulfilment.domain.packing import free_codes
from shop.fulfilment.domain.returning import send_back
from shop.fulfilment.models import CustodyEvent, Parcel, ParcelState
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder

KINDS = (AmendmentKind.DAMAGE, AmendmentKind.LEFT)


@transaction.atomic
def take_less(
    *,
    seller_order: SellerOrder,
    kind: AmendmentKind,
    left: Mapping[int, int],
    reason: str,
    operator: User,
    at: datetime.datetime,
    pictures: Sequence[CleanImage] = (),
    vouched_by: User | None = None,
) -> AmendmentOutcome:
    """Reduce a part that waits at the operator's point before it is handed over; both sides are told.

    left: line id -> units the buyer takes. Broken goods leave the stock. What is whole and not taken goes back to its
    seller in a parcel of its own and is in stock again when it is there.
    vouched_by: somebody of the back office who settles what an operator reported and who may no longer act there.
    Raises WrongPerson, NotAmendable, WrongProposal.
    """
    stop = seller_order.run_stop
    if stop is None or (vouched_by is None and stop.point_id not in point_ids(operator)):
        raise WrongPerson(_("Bạn không trực điểm của đơn này."))
    if kind not in KINDS:
        raise WrongProposal(_("Chọn: hàng hỏng, hoặc khách lấy bớt."))
    seller_order.refresh_from_db(fields=["state"])
    if seller_order.state != SellerOrderState.AT_POINT:
        raise NotAmendable(_("Hàng chưa tới đủ ở điểm, hoặc đã giao. Tải lại trang."))
    if kind == AmendmentKind.LEFT and not any(_kept(seller_order, left)):
        raise WrongProposal(_("Khách không lấy món nào của nhà bán này thì dùng mục “không nhận” ở trang đơn."))
    done = record_loss(seller_order=seller_order, kind=kind, left=left, reason=reason, actor=operator, at=at)
    if kind == AmendmentKind.LEFT:
        _send_back(done, operator, at)
    elif done.total_after_vnd == 0:
        _send_back_boxes(seller_order, operator, reason, at)
    keep_pictures(done.amendment, pictures)
    tell_recorded(done, at)
    return done


def _kept(seller_order: SellerOrder, left: Mapping[int, int]) -> list[int]:
    lines = seller_order.lines.filter(quantity__gt=0).values_list("pk", "quantity")
    return [left.get(pk, quantity) for pk, quantity in lines]


def _send_back(done: AmendmentOutcome, operator: User, at: datetime.datetime) -> None:
    """Put what was not taken into a parcel that lies at the point and goes back."""
    part = done.amendment.seller_order
    stop = part.run_stop
    assert stop is not None
    last = Parcel.objects.filter(seller_order=part).aggregate(last=Max("number"))["last"] or 0
    weight_g = sum(item.weight_before_g - item.weight_after_g for item in done.amendment.items.all())
    (code,) = free_codes(1)
    parcel = Parcel.objects.create(
        code=code,
        seller_order=part,
        run_stop=stop,
        number=last + 1,
        weight_g=max(1, weight_g),
        state=ParcelState.RETURNING,
        is_left=True,
        packed_at=at,
        packed_by=operator,
    )
    CustodyEvent.objects.create(
        parcel=parcel,
        to_state=ParcelState.RETURNING,
        actor=operator,
        point=stop.point,
        nonce=f"left:{parcel.code}",
        reason=done.amendment.reason[:200],
        at=at,
    )
    LeftGoods.objects.create(amendment=done.amendment, parcel=parcel)


def _send_back_boxes(part: SellerOrder, operator: User, reason: str, at: datetime.datetime) -> None:
    """All of it is broken: its parcels go back to the seller, who sees what happened."""
    send_back(seller_order=part, actor=operator, at=at, reason=reason[:200], key="broken")


def tell_recorded(done: AmendmentOutcome, at: datetime.datetime) -> None:
    """Tell the seller and the buyer what was written down."""
    part = done.amendment.seller_order
    context = {"amendment": done.amendment, "part": part, "order": part.order, "outcome": done}
    key = f"amendment-recorded:{done.amendment_id}"
    tell_staff(seller=part.seller, key=key, template="amendment_recorded_seller", context=context)
    tell(key=key, recipient=part.order.buyer_phone, template="amendment_recorded", context=context, at=at)
