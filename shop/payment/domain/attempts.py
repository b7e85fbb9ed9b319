"""Start, switch and end attempts to pay. One order has one live attempt, or one per part where sellers collect."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.order.models import Order, SellerOrder
from shop.payment.domain.book import Book, open_book
from shop.payment.domain.settling import cancel_attempt
from shop.payment.enums import PaymentState
from shop.payment.providers import provider
from shop.payment.queries import TAKEN_BACK


class NotWaiting(Exception):
    """The order is paid, over, or its time to pay has passed."""


class NotOffered(Exception):
    """The chosen way does not take this order."""


@transaction.atomic
def choose(*, order: Order, code: str, at: datetime.datetime) -> Order:
    """Pay an order that waits in another way, or try the same way again; a live attempt of that way stays.

    Cash ends the waiting: the order is then paid when it is received. Raises NotWaiting, NotOffered.
    """
    book = open_book(order_id=order.pk)
    living = [part for part in book.parts if part.state not in TAKEN_BACK]
    if not book.order.awaits_payment or not living or (book.order.pay_until and book.order.pay_until <= at):
        raise NotWaiting(order.number)
    way = provider(code)
    sellers = [part.seller for part in SellerOrder.objects.filter(order=order).select_related("seller")]
    if not way.is_offered(sum(part.total_vnd for part in living), sellers):
        raise NotOffered(code)
    if any(payment.provider == code for payment in book.live):
        return book.order
    _end_live(book, at)
    fields = {"payment_method": code, "pay_until": book.order.pay_until if way.is_prepaid else None}
    Order.objects.filter(pk=order.pk).update(**fields)
    for name, value in fields.items():
        setattr(book.order, name, value)
    way.begin(order=book.order, at=at)
    return book.order


def _end_live(book: Book, at: datetime.datetime) -> None:
    for payment in book.live:
        cancel_attempt(book=book, payment=payment, to=PaymentState.CANCELLED, reason=_("Đổi cách trả tiền"), at=at)
