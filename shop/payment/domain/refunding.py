"""Money goes back by the way it came: queued in the transaction that decides it, sent by a job, or by a person."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Sum

from shop.accounts.models import User
from shop.audit.trail import record
from shop.order.models import SellerOrder
from shop.payment.domain.book import open_book
from shop.payment.domain.disputes import taking
from shop.payment.domain.entries import post_refund_done, post_refund_queued
from shop.payment.domain.states import move_payment
from shop.payment.domain.telling import tell_refunded
from shop.payment.enums import PaymentState, ReceiptState, RefundKind, RefundState
from shop.payment.models import Payment, Receipt, Refund
from shop.payment.providers.base import OverRefund


class Contested(Exception):
    """A bank took this money back, or may still; giving it back as well would pay the buyer twice."""


def give_back(*, payment: Payment, amount_vnd: int, reason: str, at: datetime.datetime) -> list[Refund]:
    """Queue money of a locked attempt that is not set against the order. Raises OverRefund."""
    if amount_vnd > payment.waiting_vnd:
        raise OverRefund(f"{payment}: {amount_vnd} of {payment.waiting_vnd}")
    refunds = _queue(payment, amount_vnd, RefundKind.EXCESS, reason, at)
    payment.returned_vnd += amount_vnd
    payment.save(update_fields=["returned_vnd"])
    for refund in refunds:
        post_refund_queued(refund=refund, part=None, at=at)
    return refunds


def return_paid(
    *, payment: Payment, part: SellerOrder, amount_vnd: int, reason: str, at: datetime.datetime
) -> list[Refund]:
    """Queue money that was set against a part which was taken back, the whole or some of it. Raises OverRefund.

    The payment is locked and the part's entries are reversed already, so that the buyer is owed the amount.
    """
    if amount_vnd > payment.collected_vnd:
        raise OverRefund(f"{payment}: {amount_vnd} of {payment.collected_vnd}")
    refunds = _queue(payment, amount_vnd, RefundKind.RETURN, reason, at)
    payment.collected_vnd -= amount_vnd
    payment.amount_vnd -= amount_vnd
    payment.returned_vnd += amount_vnd
    payment.save(update_fields=["collected_vnd", "amount_vnd", "returned_vnd"])
    for refund in refunds:
        post_refund_queued(refund=refund, part=part, at=at)
    if payment.state in {PaymentState.SUCCEEDED, PaymentState.PARTLY_REFUNDED}:
        move_payment(payment=payment, to=PaymentState.REFUNDING, at=at, reason=reason)
    return refunds


@transaction.atomic
def return_unmatched(*, receipt: Receipt, actor: User, reason: str, at: datetime.datetime) -> Refund | None:
    """Send money nobody could place back to where it came from; None when somebody placed it meanwhile."""
    locked = Receipt.objects.select_for_update().get(pk=receipt.pk)
    if locked.state != ReceiptState.UNMATCHED:
        return None
    locked.state = ReceiptState.RETURNED
    locked.save(update_fields=["state"])
    refund = _write(locked, int(locked.amount_vnd), RefundKind.EXCESS, reason, at)
    post_refund_queued(refund=refund, part=None, at=at)
    record(actor=actor, action="receipt.returned", subject=locked, at=at, reason=reason)
    return refund


@transaction.atomic
def finish_refund(*, refund: Refund, at: datetime.datetime, external_id: str = "", actor: User | None = None) -> Refund:
    """Record that the money left; a second time changes nothing. actor: who transferred it by hand.

    Raises Contested when a person would transfer what the buyer's bank was asked for.
    """
    payment_id = Receipt.objects.values_list("payment", flat=True).get(pk=refund.receipt_id)
    order_id = Payment.objects.values_list("order", flat=True).get(pk=payment_id) if payment_id else None
    book = open_book(order_id=order_id) if order_id else None
    locked = Refund.objects.select_for_update(of=("self",)).select_related("receipt").get(pk=refund.pk)
    if locked.state == RefundState.DONE:
        return locked
    if actor and is_contested(locked.receipt):
        raise Contested(str(locked.receipt))
    locked.state, locked.done_at, locked.done_by, locked.problem = RefundState.DONE, at, actor, ""
    locked.external_id = external_id or locked.external_id
    locked.save()
    post_refund_done(refund=locked, at=at)
    if actor:
        record(actor=actor, action="refund.done", subject=locked, at=at, reason=external_id)
    if book and payment_id:
        follow_refunds_of(book.payment(payment_id), at)
        tell_refunded(order=book.order, refund=locked)
    return locked


def is_contested(receipt: Receipt) -> bool:
    """Return whether a dispute about this receipt is open, or was lost for more than refunds are settled with."""
    return taking(receipt.disputes.all()).exists()


def outstanding_vnd(payment: Payment) -> int:
    """Return what is queued to go back and has not left yet."""
    rows = Refund.objects.filter(receipt__payment=payment).exclude(state=RefundState.DONE)
    return int(rows.aggregate(total=Sum("amount_vnd", default=0))["total"])


def follow_refunds_of(payment: Payment, at: datetime.datetime) -> None:
    """Let a payment's state say that all that was to go back has gone."""
    if payment.state != PaymentState.REFUNDING or outstanding_vnd(payment):
        return
    to = PaymentState.PARTLY_REFUNDED if payment.collected_vnd else PaymentState.REFUNDED
    move_payment(payment=payment, to=to, at=at)


def _queue(payment: Payment, amount_vnd: int, kind: RefundKind, reason: str, at: datetime.datetime) -> list[Refund]:
    """Take the amount from the receipts, the newest first, and never more from one than it brought."""
    refunds, left = [], amount_vnd
    for receipt in payment.receipts.order_by("-paid_at", "-pk"):
        went = receipt.refunds.aggregate(total=Sum("amount_vnd", default=0))["total"]
        taken = min(left, int(receipt.amount_vnd - went))
        if taken > 0:
            receipt.payment = payment
            refunds.append(_write(receipt, taken, kind, reason, at))
            left -= taken
    if left:
        raise OverRefund(f"{payment}: {left} of {amount_vnd} never came")
    return refunds


def _write(receipt: Receipt, amount_vnd: int, kind: RefundKind, reason: str, at: datetime.datetime) -> Refund:
    from shop.payment.tasks import send_refund

    refund = Refund.objects.create(
        receipt=receipt, kind=kind, amount_vnd=amount_vnd, reason=reason[:200], created_at=at, next_try_at=at
    )
    send_refund.defer(refund_id=refund.pk)
    return refund
