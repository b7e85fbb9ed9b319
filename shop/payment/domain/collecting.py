"""Cash received at a point or at the door.

Three flows, by the setting COLLECTS_MONEY, frozen on the order (`order.collector`):

platform   the point's drawer holds the operator's money: buyer_due → cash_drawer:<point>
partner    the drawer holds a licensed partner's money: the same entries; who empties the drawer differs
seller     the money is the seller's at once: buyer_due → seller_cash:<seller>; the seller then owes the commission

At the door of a home delivery the seller takes the money in every flow: buyer_due → seller_cash:<seller>.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from shop.order.models import Order, SellerOrder
from shop.payment.enums import COUNTED
from shop.payment.holders import Holder
from shop.payment.models import Payment
from shop.payment.providers import provider
from shop.payment.providers.base import is_on_delivery
from shop.payment.providers.cash import CashProvider
from shop.payment.providers.cash.entries import CashReceipt
from shop.payment.queries import payable_parts, total_vnd


class WrongAmount(Exception):
    """The cash taken is not what is due for these parts."""

    def __init__(self, amount_vnd: int, due_vnd: int) -> None:
        super().__init__(f"{amount_vnd} taken, {due_vnd} due")
        self.amount_vnd = amount_vnd
        self.due_vnd = due_vnd


@transaction.atomic
def collect_cash(
    *,
    order: Order,
    amount_vnd: int,
    at: datetime.datetime,
    holder: Holder,
    parts: Sequence[SellerOrder] | None = None,
) -> Payment:
    """Record cash for some parts of an order; None: all that `holder` takes and that were not taken back.

    The same parts received by the same holder again change nothing. Raises WrongAmount unless the amount is exactly
    their total.
    """
    payment = locked_payment(order)
    paid_for = payable_parts(order, holder) if parts is None else parts
    if amount_vnd != total_vnd(paid_for):
        raise WrongAmount(amount_vnd, total_vnd(paid_for))
    way = provider(payment.provider)
    if not paid_for or not is_on_delivery(way):
        return payment
    return way.collect(payment=payment, parts=paid_for, holder=holder, at=at)


@dataclass(frozen=True)
class CashTaken:
    """Cash that a holder took for parts of one order that is locked."""

    order: Order
    parts: Sequence[SellerOrder]
    amount_vnd: int
    holder: Holder
    at: datetime.datetime


@transaction.atomic
def collect_all(taken: Sequence[CashTaken]) -> None:
    """Record cash for many orders at once, at most one receipt an order; what `collect_cash` says holds for each."""
    for one in taken:
        if one.amount_vnd != total_vnd(one.parts):
            raise WrongAmount(one.amount_vnd, total_vnd(one.parts))
    payments = locked_payments([one.order for one in taken])
    receipts = [CashReceipt(payments[one.order.pk], one.parts, one.holder, one.at) for one in taken if one.parts]
    CashProvider().collect_all([one for one in receipts if one.payment.provider == CashProvider.code])


@transaction.atomic
def uncollect_cash(*, order: Order, at: datetime.datetime, holder: Holder, parts: Sequence[SellerOrder]) -> Payment:
    """Take back a receipt of cash for exactly these parts that was undone at once; the buyer owes them again."""
    return CashProvider().uncollect(payment=locked_payment(order), parts=parts, holder=holder, at=at)


def locked_payments(orders: Sequence[Order]) -> dict[int, Payment]:
    """Do the same for many orders that are locked, by primary key; return them by order id."""
    mine = {order.pk: order for order in orders}
    rows = Payment.objects.select_for_update(of=("self",), no_key=True).filter(order__in=mine, state__in=COUNTED)
    latest = {payment.order_id: payment for payment in rows.order_by("pk")}
    for payment in latest.values():
        payment.order = mine[payment.order_id]
    missing = mine.keys() - latest.keys()
    if missing:
        raise Payment.DoesNotExist(f"orders {sorted(missing)}")
    return latest


def locked_payment(order: Order) -> Payment:
    """Lock the attempt an order is paid by now and return it with its order.

    Call after locking the order, before any stock. Raises Payment.DoesNotExist when none is live or paid.
    """
    payments = Payment.objects.select_for_update(of=("self",), no_key=True).select_related("order")
    return payments.filter(order=order, state__in=COUNTED).latest("pk")
