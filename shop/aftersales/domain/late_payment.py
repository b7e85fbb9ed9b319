"""Money came after the order had expired: taken when stock, room and the voucher's use are still there, otherwise sent
back by itself."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.stock import NotEnoughStock
from shop.crashing import crash_point
from shop.order.domain.restoring import restore
from shop.order.domain.voucher_use import take_use_again
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.payment.domain.book import Book, covers, open_book
from shop.payment.domain.refunding import give_back
from shop.payment.domain.settling import settle
from shop.payment.enums import PaymentState
from shop.payment.models import Payment
from shop.shipping.domain import room
from shop.shipping.models import RunStop
from shop.vouchers.domain.using import UseGone

GONE = (NotEnoughStock, room.RunFull, room.CutOffPassed, room.StopUnknown, UseGone)


def settle_late(*, order_id: int, at: datetime.datetime) -> list[Payment]:
    """Decide about money that waits on expired attempts of an order; again nothing is left to decide."""
    waiting = [
        payment.pk
        for payment in Payment.objects.filter(order=order_id, state=PaymentState.EXPIRED).order_by("pk")
        if payment.waiting_vnd
    ]
    return [_settle_one(order_id, payment_id, at) for payment_id in waiting]


def _settle_one(order_id: int, payment_id: int, at: datetime.datetime) -> Payment:
    try:
        return _take(order_id, payment_id, at)
    except GONE:
        return _send_back(order_id, payment_id, at)


@transaction.atomic
def _take(order_id: int, payment_id: int, at: datetime.datetime) -> Payment:
    """Place the attempt's parts again and let the money pay them. Raises what stands in GONE."""
    stops = _lock_stops(order_id, payment_id, at)
    book = open_book(order_id=order_id)
    payment = book.payment(payment_id)
    parts = _ended(book, payment)
    if payment.state != PaymentState.EXPIRED or not parts:
        settle(book=book, payment=payment, at=at)
        return payment
    if payment.waiting_vnd < sum(part.total_vnd for part in parts):
        return _return_waiting(payment, _("Trả muộn và không đủ số tiền"), at)
    _require_room(parts, stops)
    for part in parts:
        restore(seller_order=part, at=at, reason=_("Tiền tới muộn, hàng và chỗ vẫn còn"))
    take_use_again(order=book.order, at=at)
    book = open_book(order_id=order_id)
    payment = book.payment(payment_id)
    settle(book=book, payment=payment, at=at)
    crash_point("late.taken")
    return payment


def _lock_stops(order_id: int, payment_id: int, at: datetime.datetime) -> dict[int, RunStop]:
    """Lock the stops of what is to come back, before the order as everybody does."""
    parts = SellerOrder.objects.filter(order=order_id, state=SellerOrderState.CANCELLED).exclude(run_stop=None)
    mine = Payment.objects.get(pk=payment_id).seller_order_id
    if mine is not None:
        parts = parts.filter(pk=mine)
    soonest_first = parts.order_by("run_stop__arrives_at", "run_stop").values_list("run_stop", flat=True)
    ids = list(dict.fromkeys(soonest_first))
    return room.lock_stops(first_id=ids[0], later_ids=ids[1:], now=at) if ids else {}


def _ended(book: Book, payment: Payment) -> list[SellerOrder]:
    """Return the parts that ended because nobody paid; not those a buyer or a run cancelled before."""
    ended = [part for part in book.parts if covers(payment, part) and part.state == SellerOrderState.CANCELLED]
    return [part for part in ended if _ended_unpaid(part, payment)]


def _ended_unpaid(part: SellerOrder, payment: Payment) -> bool:
    last, expired = part.events.last(), payment.events.filter(to_state=PaymentState.EXPIRED).last()
    return last is not None and expired is not None and last.at == expired.at and last.actor_id is None


def _require_room(parts: list[SellerOrder], stops: dict[int, RunStop]) -> None:
    for pk, stop in stops.items():
        here = [part for part in parts if part.run_stop_id == pk]
        if here:
            room.require_room(stop=stop, slots=len(here), weight_g=sum(part.weight_g for part in here))


@transaction.atomic
def _send_back(order_id: int, payment_id: int, at: datetime.datetime) -> Payment:
    book = open_book(order_id=order_id)
    reason = _("Trả muộn, hàng hoặc chỗ trên chuyến không còn")
    return _return_waiting(book.payment(payment_id), reason, at)


def _return_waiting(payment: Payment, reason: str, at: datetime.datetime) -> Payment:
    if payment.waiting_vnd:
        give_back(payment=payment, amount_vnd=payment.waiting_vnd, reason=reason, at=at)
    return payment


def orders_with_late_money() -> list[int]:
    """Return the orders whose late money nobody decided about yet, for a job that looks after lost ones."""
    rows = Payment.objects.filter(state=PaymentState.EXPIRED).order_by("order_id")
    return list(dict.fromkeys(payment.order_id for payment in rows.filter(received_vnd__gt=0) if payment.waiting_vnd))
