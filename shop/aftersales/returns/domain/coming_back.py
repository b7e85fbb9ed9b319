"""The goods come back by the same custody as they went: buyer → point → driver → seller, or into the seller's hand."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sellers import stock
from sellers.movements.models import MovementKind
from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.aftersales.returns.domain import telling
from shop.aftersales.returns.domain.granting import grant
from shop.aftersales.returns.domain.refusals import NotYourTurn, UnknownCode, WrongAnswer
from shop.aftersales.returns.domain.transitions import lock_request, move, not_now
from shop.aftersales.returns.enums import GoodsState, ReturnState, ReturnWay
from shop.aftersales.returns.models import ReturnRequest
from shop.audit.trail import record
from shop.fulfilment.domain.custody import pass_on
from shop.fulfilment.domain.taking_in import take_in
from shop.fulfilment.models import Parcel, ParcelState


def find_at_point(*, code: str, operator: User) -> ReturnRequest:
    """Return the request of a code that the operator's points can do something for. Raises UnknownCode."""
    plain = "".join(code.split()).replace("-", "").upper()
    here = ReturnRequest.objects.filter(seller_order__run_stop__point__in=point_ids(operator))
    found = here.filter(code=plain).select_related("seller_order__order").first()
    if found is None:
        raise UnknownCode(_("Không có yêu cầu trả hàng mang mã này ở điểm của bạn. Nhờ khách mở lại trang đơn hàng."))
    return found


@transaction.atomic
def drop_at_point(
    *, request: ReturnRequest, operator: User, weight_g: int, nonce: str, at: datetime.datetime
) -> Parcel:
    """The operator takes the goods in as a parcel that goes back; the same nonce again gives the same parcel.

    Raises NotYourTurn, and what stands in fulfilment's refusals.
    """
    locked = lock_request(request)
    if locked.parcel is not None and locked.state == ReturnState.ON_WAY:
        return locked.parcel
    if locked.state != ReturnState.TO_SEND or locked.way != ReturnWay.POINT or locked.seller_order.run_stop is None:
        raise NotYourTurn(not_now(locked))
    locked.parcel = take_in(
        seller_order=locked.seller_order,
        point=locked.seller_order.run_stop.point,
        operator=operator,
        weight_g=weight_g,
        nonce=nonce,
        reason=locked.number,
        at=at,
    )
    move(request=locked, to=ReturnState.ON_WAY, actor=operator, at=at, reason=locked.parcel.code)
    record(actor=operator, action="return.dropped", subject=locked, at=at, details={"parcel": locked.parcel.code})
    telling.both(locked)
    return locked.parcel


@transaction.atomic
def confirm_goods(
    *, request: ReturnRequest, goods_state: GoodsState, actor: User | None, at: datetime.datetime
) -> ReturnRequest:
    """The seller has the goods again and says in which state; the money goes back. actor None: time ran out.

    Sellable goods are in stock again. A parcel nobody scanned at its end is noted as returned. Raises NotYourTurn.
    """
    locked = lock_request(request)
    is_by_hand = locked.state == ReturnState.TO_SEND and locked.way == ReturnWay.DIRECT
    if not is_by_hand and locked.state != ReturnState.ON_WAY:
        raise NotYourTurn(not_now(locked))
    _end_custody(locked, actor, at)
    locked.goods_state = goods_state
    record(actor=actor, action="return.goods_back", subject=locked, at=at, reason=str(goods_state.label))
    grant(request=locked, amount_vnd=int(locked.granted_vnd or locked.asked_vnd), actor=actor, at=at)
    if goods_state == GoodsState.SELLABLE:
        _restock(locked)
    return locked


@transaction.atomic
def contest_goods(*, request: ReturnRequest, words: str, actor: User, at: datetime.datetime) -> ReturnRequest:
    """The goods that came are not what was sent, or are worse than was told: the market decides.

    Raises NotYourTurn, WrongAnswer.
    """
    locked = lock_request(request)
    if locked.state not in {ReturnState.ON_WAY, ReturnState.TO_SEND}:
        raise NotYourTurn(not_now(locked))
    if not words.strip():
        raise WrongAnswer(_("Ghi hàng nhận lại khác chỗ nào. Khách và chợ đọc được nguyên văn."))
    _end_custody(locked, actor, at)
    locked.seller_words = f"{locked.seller_words}\n{words.strip()}".strip()[:4000]
    move(request=locked, to=ReturnState.ESCALATED, actor=actor, at=at, reason=words.strip())
    record(actor=actor, action="return.goods_contested", subject=locked, at=at, reason=words)
    telling.both(locked)
    return locked


def _end_custody(request: ReturnRequest, actor: User | None, at: datetime.datetime) -> None:
    """Note that a parcel is with the seller, if no scan did."""
    if request.parcel_id is None:
        return
    parcel = Parcel.objects.select_for_update(of=("self",)).select_related("seller_order").get(pk=request.parcel_id)
    if parcel.state == ParcelState.RETURNING:
        nonce = f"return-confirmed:{request.number}"
        pass_on(parcel=parcel, to=ParcelState.RETURNED, actor=actor, nonce=nonce, at=at, reason=request.number)


def _restock(request: ReturnRequest) -> None:
    """Put what came back on the shelf again."""
    back: dict[int, int] = {}
    for row in request.lines.select_related("line"):
        if row.line.stockrecord_id is not None:
            back[row.line.stockrecord_id] = back.get(row.line.stockrecord_id, 0) + row.quantity
    records = stock.lock(back)
    counted = {pk: back[pk] for pk, record_ in records.items() if record_.num_in_stock is not None}
    stock.take_in(counted, kind=MovementKind.RETURNED, reference=request.number)
