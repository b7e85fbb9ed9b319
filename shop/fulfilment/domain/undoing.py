"""Take a hand-over back within a minute: a slip at the counter nets out in goods and money."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.fulfilment.domain.custody import WrongPerson, pass_on
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import HandOver, Parcel, ParcelState
from shop.order.domain import codes
from shop.order.domain.delivered import unsettle_delivered
from shop.order.domain.transitions import lock, move
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.payment.domain.collecting import uncollect_cash

WITHIN = datetime.timedelta(minutes=1)


class TooLateToUndo(Refused):
    """More than a minute passed, or the goods went on already."""


def may_undo(hand_over: HandOver, *, at: datetime.datetime) -> bool:
    """Return whether a page may offer the undo; `undo` decides again under locks."""
    return hand_over.undone_at is None and hand_over.at <= at <= hand_over.at + WITHIN


@transaction.atomic
def undo(*, hand_over: HandOver, operator: User, at: datetime.datetime) -> HandOver:
    """Put everything back as it was before the hand-over: goods at the point, cash with the buyer, code alive.

    Custody gets the opposite events, the ledger reversing entries. A hand-over that was undone stays as it is.
    Raises WrongPerson, TooLateToUndo.
    """
    if hand_over.run_stop.point_id not in point_ids(operator):
        raise WrongPerson(_("Bạn không trực điểm của đơn này."))
    order, parts = lock(order_id=hand_over.order_id)
    done = HandOver.objects.select_for_update(of=("self",)).select_related("run_stop__point").get(pk=hand_over.pk)
    if done.undone_at:
        return done
    touched = _touched(done, parts)
    _check(done, touched, at)
    given = [part for part in touched if part.state == SellerOrderState.DELIVERED]
    for part in touched:
        move(seller_order=part, to=SellerOrderState.AT_POINT, actor=operator, at=at, is_undo=True)
    for part in given:
        unsettle_delivered(seller_order=part, at=at)
    if done.cash_vnd:
        uncollect_cash(order=order, holder=done.run_stop.point, parts=given, at=at)
    _parcels_back(done, touched, operator, at)
    codes.reopen(order=order, run_stop_id=done.run_stop_id)
    done.undone_at, done.undone_by = at, operator
    done.save(update_fields=["undone_at", "undone_by"])
    return done


def _touched(done: HandOver, parts: list[SellerOrder]) -> list[SellerOrder]:
    """Return the parts this hand-over moved: every one of its parcels' parts."""
    nonces = [f"{verb}:{done.pk}:" for verb in ("hand-over", "refused")]
    rows = Parcel.objects.filter(run_stop=done.run_stop_id, seller_order__in=parts)
    moved = {
        part
        for part, nonce in rows.values_list("seller_order", "custody__nonce")
        if nonce and nonce.startswith(tuple(nonces))
    }
    return [part for part in parts if part.pk in moved]


def _check(done: HandOver, touched: list[SellerOrder], at: datetime.datetime) -> None:
    if at > done.at + WITHIN:
        raise TooLateToUndo(_("Đã quá một phút, không hoàn tác được nữa. Báo điều phối để xử lý."))
    later = HandOver.objects.filter(order=done.order_id, run_stop=done.run_stop_id, undone_at=None, pk__gt=done.pk)
    if later.exists():
        raise TooLateToUndo(_("Khách đã nhận tiếp phần còn lại, không hoàn tác lượt trước được. Báo điều phối."))
    states = {part.state for part in touched}
    parcels = Parcel.objects.filter(run_stop=done.run_stop_id, seller_order__in=touched)
    parcels = parcels.for_buyers()
    gone = parcels.exclude(state__in=[ParcelState.HANDED_OVER, ParcelState.RETURNING]).exists()
    carried = parcels.filter(custody__from_state=ParcelState.RETURNING, custody__to_state=ParcelState.RETURNING)
    if gone or carried.exists() or not states <= {SellerOrderState.DELIVERED, SellerOrderState.RETURNING}:
        raise TooLateToUndo(_("Hàng của đơn này đã đi tiếp, không hoàn tác được. Báo điều phối để xử lý."))


def _parcels_back(done: HandOver, parts: list[SellerOrder], operator: User, at: datetime.datetime) -> None:
    rows = Parcel.objects.select_for_update(of=("self",)).filter(seller_order__in=parts, run_stop=done.run_stop_id)
    for parcel in rows.for_buyers().select_related("seller_order").order_by("pk"):
        pass_on(
            parcel=parcel,
            to=ParcelState.AT_POINT,
            actor=operator,
            point=done.run_stop.point,
            nonce=f"undo:{done.pk}:{parcel.pk}",
            at=at,
            is_undo=True,
        )
