"""Nobody paid in time: the order ends and gives back stock, slot, code and ledger entries; the buyer is told."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.communication.sending import tell
from shop.crashing import crash_point
from shop.fulfilment.domain.freeze import lock_run
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.payment.domain.book import Book, covers, open_book
from shop.payment.domain.giving_back import end_part
from shop.payment.domain.settling import cancel_attempt, mark_paid
from shop.payment.domain.telling import link_to
from shop.payment.enums import PAID, PaymentState
from shop.payment.queries import TAKEN_BACK
from shop.shipping.models import Run


def overdue_orders(*, at: datetime.datetime) -> list[int]:
    """Return the orders whose time to pay has passed and that still hold something."""
    waiting = Order.objects.filter(pay_until__lte=at, paid_at=None)
    holding = waiting.exclude(status__in=TAKEN_BACK)
    return list(holding.order_by("pay_until", "pk").values_list("pk", flat=True))


@transaction.atomic
def expire(*, order_id: int, at: datetime.datetime) -> Order:
    """End what is unpaid of an order whose time to pay has passed; again, or before that, nothing changes.

    Money that came in part goes back. Parts that were paid (where sellers collect, each by itself) stay.
    """
    stops = SellerOrder.objects.filter(order=order_id).values("run_stop__run")
    for run in Run.objects.filter(pk__in=stops).order_by("pk"):
        lock_run(run)
    book = open_book(order_id=order_id)
    order = book.order
    if not order.awaits_payment or order.pay_until is None or order.pay_until > at:
        return order
    unpaid = _unpaid(book)
    if not unpaid:
        return order
    reason = _("Quá hạn trả tiền")
    for payment in book.live:
        cancel_attempt(book=book, payment=payment, to=PaymentState.EXPIRED, reason=reason, at=at)
    for part in unpaid:
        end_part(seller_order=part, to=SellerOrderState.CANCELLED, actor=None, at=at, reason=reason)
    paid = [payment for payment in book.payments if payment.state in PAID]
    if paid:
        mark_paid(book=open_book(order_id=order.pk), payment=paid[0], at=at)
    tell(
        key=f"payment-expired:{order.number}",
        recipient=order.buyer_phone,
        template="payment_expired",
        context={"order": order, "link": link_to(order)},
        is_secret=True,
    )
    crash_point("expiry.written")
    return order


def _unpaid(book: Book) -> list[SellerOrder]:
    paid = [payment for payment in book.payments if payment.state in PAID]
    standing = [part for part in book.parts if part.state not in TAKEN_BACK]
    return [part for part in standing if not any(covers(payment, part) for payment in paid)]
