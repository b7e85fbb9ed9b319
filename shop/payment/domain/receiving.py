"""Money comes in: written once per transaction of the bank or provider, then put to its order."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.payment.domain.book import open_book
from shop.payment.domain.entries import post_matched, post_received
from shop.payment.domain.settling import settle
from shop.payment.enums import ReceiptSource, ReceiptState
from shop.payment.models import Payment, Receipt
from shop.payment.providers.base import MoneyCame


class NotUnmatched(Exception):
    """Somebody dealt with this money before."""


@transaction.atomic
def receive(
    *,
    provider: str,
    money: MoneyCame,
    payment: Payment | None,
    at: datetime.datetime,
    remark: str = "",
    source: ReceiptSource = ReceiptSource.NOTICE,
) -> tuple[Receipt, bool]:
    """Write money that came for an attempt, or for nobody known, and let it take its effect.

    Returns the receipt and whether it is new: the same external id again changes nothing.
    """
    book = open_book(order_id=payment.order_id) if payment else None
    mine = book.payment(payment.pk) if book and payment else None
    receipt, created = Receipt.objects.get_or_create(
        provider=provider,
        external_id=money.external_id,
        defaults={
            "payment": mine,
            "state": ReceiptState.CREDITED if mine else ReceiptState.UNMATCHED,
            "amount_vnd": money.amount_vnd,
            "source": source,
            "content": money.content[:300],
            "account": money.account[:24],
            "payer": money.payer[:160],
            "remark": remark[:200],
            "paid_at": money.paid_at,
            "created_at": at,
        },
    )
    if not created:
        return receipt, False
    post_received(receipt=receipt)
    if book and mine:
        mine.received_vnd += money.amount_vnd
        mine.save(update_fields=["received_vnd"])
        settle(book=book, payment=mine, at=at)
    return receipt, True


@transaction.atomic
def match(*, receipt: Receipt, payment: Payment, actor: User, at: datetime.datetime) -> Receipt:
    """Put money nobody could place to an attempt, as a person decided. Raises NotUnmatched."""
    book = open_book(order_id=payment.order_id)
    mine = book.payment(payment.pk)
    locked = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    if locked.state != ReceiptState.UNMATCHED:
        raise NotUnmatched(str(receipt))
    locked.payment, locked.state = mine, ReceiptState.CREDITED
    locked.save(update_fields=["payment", "state"])
    post_matched(receipt=locked, payment=mine, at=at)
    mine.received_vnd += locked.amount_vnd
    mine.save(update_fields=["received_vnd"])
    settle(book=book, payment=mine, at=at)
    record(actor=actor, action="receipt.matched", subject=locked, at=at, details={"order": book.order.number})
    return locked
