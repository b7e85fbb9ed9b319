"""What money that came does: it pays the order, waits for the rest, or goes back.

Decided under the locks of a Book, from what is true now, so the order in which notifications come does not matter.
"""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from shop.order.models import Order
from shop.payment.domain.book import Book
from shop.payment.domain.closing import close_at_provider
from shop.payment.domain.entries import post_applied
from shop.payment.domain.refunding import give_back
from shop.payment.domain.states import move_payment
from shop.payment.domain.telling import tell_paid, tell_short
from shop.payment.enums import PaymentState
from shop.payment.models import Payment

LATE_TASK = "shop.aftersales.tasks.settle_late_money"


def settle(*, book: Book, payment: Payment, at: datetime.datetime) -> None:
    """Decide about what waits on an attempt. Deciding again changes nothing."""
    waiting = payment.waiting_vnd
    if not waiting:
        return
    if payment.state == PaymentState.EXPIRED and not book.standing(payment):
        _leave_to_after_sales(book.order)
        return
    due = book.due_vnd(payment)
    if due and waiting >= due:
        _succeed(book, payment, due, at)
    elif due and payment.is_live:
        _wait_for_the_rest(book, payment, at)
    else:
        give_back(payment=payment, amount_vnd=waiting, reason=_("Đơn không còn chờ khoản này"), at=at)


def cancel_attempt(*, book: Book, payment: Payment, to: PaymentState, reason: str, at: datetime.datetime) -> None:
    """End a live attempt, send back what waits on it, and tell its provider to take no more."""
    move_payment(payment=payment, to=to, at=at, reason=reason)
    if payment.waiting_vnd:
        give_back(payment=payment, amount_vnd=payment.waiting_vnd, reason=reason, at=at)
    close_at_provider(payment)


def _succeed(book: Book, payment: Payment, due_vnd: int, at: datetime.datetime) -> None:
    for other in book.overlapping(payment):
        if other.is_live and other.pk != payment.pk:
            cancel_attempt(book=book, payment=other, to=PaymentState.CANCELLED, reason=_("Đã trả cách khác"), at=at)
    payment.amount_vnd = due_vnd
    payment.collected_vnd = due_vnd
    post_applied(payment=payment, parts=book.standing(payment), at=at)
    move_payment(payment=payment, to=PaymentState.SUCCEEDED, at=at)
    if payment.waiting_vnd:
        give_back(payment=payment, amount_vnd=payment.waiting_vnd, reason=_("Trả thừa"), at=at)
    mark_paid(book=book, payment=payment, at=at)


def mark_paid(*, book: Book, payment: Payment, at: datetime.datetime) -> None:
    """Say on the order that it is paid once every part of it is, and tell the buyer."""
    order = book.order
    if order.paid_at or not book.is_paid:
        return
    order.paid_at, order.payment_method = at, payment.provider
    Order.objects.filter(pk=order.pk).update(paid_at=at, payment_method=payment.provider)
    tell_paid(order)


def _wait_for_the_rest(book: Book, payment: Payment, at: datetime.datetime) -> None:
    if payment.state != PaymentState.PARTLY_PAID:
        move_payment(payment=payment, to=PaymentState.PARTLY_PAID, at=at)
    tell_short(book.order, payment)


def _leave_to_after_sales(order: Order) -> None:
    """Whether stock and room are still there is asked by a room above, in a job of its own."""
    from procrastinate.contrib.django import app

    app.configure_task(LATE_TASK, allow_unknown=True, queue="money").defer(order_id=order.pk)
