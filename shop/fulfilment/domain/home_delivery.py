"""A seller brings an order home to its buyer and takes the cash there."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.accounts.queries import seller_ids
from shop.fulfilment.domain.custody import WrongPerson, WrongTime, pass_on
from shop.fulfilment.domain.handover import WrongCash
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import Parcel, ParcelState
from shop.fulfilment.queries.cash import due_vnd
from shop.money.formatting import vnd
from shop.order.domain.delivered import settle_delivered
from shop.order.domain.transitions import lock, move
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.payment.domain.collecting import collect_cash
from shop.shipping.enums import DeliveryKind


class NotHome(Refused):
    """The order is collected at a point."""


READY = frozenset({SellerOrderState.PACKED, SellerOrderState.ON_THE_WAY})


def may_deliver_home(seller_order: SellerOrder) -> bool:
    """Return whether a page may offer to mark a part delivered; deliver_home decides again under locks."""
    return seller_order.order.delivery_kind == DeliveryKind.HOME and seller_order.state in READY


@transaction.atomic
def deliver_home(*, seller_order: SellerOrder, actor: User, cash_vnd: int, at: datetime.datetime) -> SellerOrder:
    """Mark a packed part delivered to the door and its cash taken by the seller; again changes nothing.

    cash_vnd must be what the buyer owes for this part. Raises WrongPerson, NotHome, WrongTime, WrongCash.
    """
    if seller_order.seller_id not in seller_ids(actor):
        raise WrongPerson(_("Đơn này không phải của gian hàng bạn."))
    order, parts = lock(order_id=seller_order.order_id)
    part = next(part for part in parts if part.pk == seller_order.pk)
    if order.delivery_kind != DeliveryKind.HOME:
        raise NotHome(_("Đơn này khách nhận tại điểm, không giao tận nhà."))
    if part.state == SellerOrderState.DELIVERED:
        return part
    if part.state not in READY:
        raise WrongTime(_("Đóng gói đơn này trước, rồi mới ghi đã giao."))
    due = due_vnd(order, [part])
    if cash_vnd != due:
        raise WrongCash(_("Phải thu đúng %(due)s. Đếm lại tiền với khách.") % {"due": vnd(due)})
    if cash_vnd:
        collect_cash(order=order, amount_vnd=cash_vnd, holder=part.seller, parts=[part], at=at)
    for parcel in Parcel.objects.select_for_update().filter(seller_order=part).order_by("pk"):
        pass_on(parcel=parcel, to=ParcelState.HANDED_OVER, actor=actor, nonce=f"home:{part.pk}:{parcel.pk}", at=at)
    move(seller_order=part, to=SellerOrderState.DELIVERED, actor=actor, at=at)
    return settle_delivered(seller_order=part, at=at)
