"""The buyer owes less for a part: it was taken back, or changed before it was handed over."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.order.models import SellerOrder
from shop.payment.domain.book import Book, covers, open_book
from shop.payment.domain.refunding import return_paid
from shop.payment.domain.settling import cancel_attempt, settle
from shop.payment.enums import PAID, PaymentState
from shop.payment.models import Payment
from shop.payment.providers import provider
from shop.payment.providers.base import is_on_delivery


@transaction.atomic
def ask_less(*, seller_order: SellerOrder, amount_vnd: int, reason: str, at: datetime.datetime) -> None:
    """Ask for that much less of the attempt that pays for a part; what is paid in advance goes back.

    The order and its parts are locked and already as they are to be; nothing happens for zero.
    """
    if not amount_vnd:
        return
    book = open_book(order_id=seller_order.order_id)
    for payment in book.payments:
        if covers(payment, seller_order) and (payment.is_live or payment.state in PAID):
            _less(book, payment, seller_order, amount_vnd, reason, at)


def _less(book: Book, payment: Payment, part: SellerOrder, amount_vnd: int, reason: str, at: datetime.datetime) -> None:
    way = provider(payment.provider)
    if is_on_delivery(way):
        way.cancel(payment=payment, amount_vnd=amount_vnd, at=at)
    elif not payment.is_live:
        return_paid(payment=payment, part=part, amount_vnd=amount_vnd, reason=reason, at=at)
    elif not book.standing(payment):
        cancel_attempt(book=book, payment=payment, to=PaymentState.CANCELLED, reason=reason, at=at)
    else:
        payment.amount_vnd -= amount_vnd
        payment.save(update_fields=["amount_vnd"])
        settle(book=book, payment=payment, at=at)
