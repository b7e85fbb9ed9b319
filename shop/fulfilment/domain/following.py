"""A seller's order follows its parcels, and the buyer is told when everything waits at the point."""

from __future__ import annotations

import datetime

from shop.accounts.models import User
from shop.communication.sending import tell
from shop.fulfilment.collecting.domain.extending import keep_late
from shop.fulfilment.collecting.queries import keeps_until
from shop.fulfilment.models import Parcel, ParcelState
from shop.order.domain.codes import reveal
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState
from shop.order.models import PickUpCode, SellerOrder
from shop.payment.domain.giving_back import end_part

ON_ROAD = frozenset({ParcelState.WITH_DRIVER, ParcelState.AT_POINT})
FOLLOWS = frozenset({SellerOrderState.PACKED, SellerOrderState.ON_THE_WAY, SellerOrderState.RETURNING})


def follow(*, seller_order: SellerOrder, actor: User | None, at: datetime.datetime) -> None:
    """Move the seller's order where all its parcels are; a parcel behind holds it back, a lost one does not,
    nor one that goes back by itself.

    When the last returning parcel is back with its seller, stock and everything else the part held go back too.
    """
    if seller_order.state not in FOLLOWS:
        return
    parcels = Parcel.objects.for_buyers().filter(seller_order=seller_order, return_point=None)
    states = set(parcels.values_list("state", flat=True))
    if not states:  # every one of them is lost; the case that says so ends the part
        return
    if seller_order.state == SellerOrderState.PACKED and states <= ON_ROAD:
        move(seller_order=seller_order, to=SellerOrderState.ON_THE_WAY, actor=actor, at=at)
    if seller_order.state == SellerOrderState.ON_THE_WAY and states == {ParcelState.AT_POINT}:
        move(seller_order=seller_order, to=SellerOrderState.AT_POINT, actor=actor, at=at)
        if seller_order.run_stop is not None:
            keep_late(order=seller_order.order, run_stop=seller_order.run_stop, at=at)
        _tell_when_everything_is_there(seller_order)
    if seller_order.state == SellerOrderState.RETURNING and states == {ParcelState.RETURNED}:
        end_part(seller_order=seller_order, to=SellerOrderState.RETURNED, actor=actor, at=at)


def _tell_when_everything_is_there(seller_order: SellerOrder) -> None:
    order, stop = seller_order.order, seller_order.run_stop
    if stop is None:
        return
    parts = SellerOrder.objects.filter(order=order, run_stop=stop).exclude(state=SellerOrderState.CANCELLED)
    if parts.exclude(state=SellerOrderState.AT_POINT).exists():
        return
    code = PickUpCode.objects.get(order=order, run_stop=stop)
    tell(
        key=f"ready-to-collect:{order.number}:{stop.pk}",
        recipient=order.buyer_phone,
        template="ready_to_collect",
        context={"order": order, "stop": stop, "code": reveal(code), "until": keeps_until(order.pk, stop)},
        is_secret=True,
    )
