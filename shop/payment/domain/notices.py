"""A provider's message takes effect: the raw event and what follows from it are written together, once."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.crashing import crash_point
from shop.payment.connect.domain.onboarding import account_moved
from shop.payment.domain.book import open_book
from shop.payment.domain.disputes import dispute_moved
from shop.payment.domain.receiving import receive
from shop.payment.domain.refunding import finish_refund
from shop.payment.domain.settling import cancel_attempt
from shop.payment.domain.states import move_payment
from shop.payment.enums import PaymentState, RefundState
from shop.payment.models import Payment, ProviderEvent, Refund
from shop.payment.providers import provider
from shop.payment.providers.base import (
    AccountMoved,
    AttemptMoved,
    DisputeMoved,
    MoneyCame,
    Notice,
    RefundMoved,
    Strange,
    is_prepaid,
)

KNOWN = "known"
IGNORED = "ignored"


def take_notice(*, code: str, notice: Notice, at: datetime.datetime) -> str:
    """Keep one verified message with its effect and return the outcome; the same key again is "known"."""
    outcome = _take(code, notice, at)
    crash_point("notice.committed")
    return outcome


@transaction.atomic
def _take(code: str, notice: Notice, at: datetime.datetime) -> str:
    event, created = ProviderEvent.objects.get_or_create(
        provider=code,
        key=notice.key,
        defaults={"kind": notice.kind, "body": notice.body, "outcome": IGNORED, "received_at": at},
    )
    if not created:
        return KNOWN
    crash_point("notice.kept")
    outcome = _apply(code, notice, at)
    event.outcome = outcome
    # Disputes stand in a list of their own until they are decided (shop/backoffice/money/queries.py).
    event.needs_person = isinstance(notice.fact, Strange) or outcome in {
        "unknown refund",
        "refund failed",
    }
    event.save(update_fields=["outcome", "needs_person"])
    crash_point("notice.applied")
    return outcome


def _apply(code: str, notice: Notice, at: datetime.datetime) -> str:
    fact = notice.fact
    if isinstance(fact, MoneyCame):
        return _money(code, fact, at)
    if isinstance(fact, AttemptMoved):
        return _attempt(code, fact, at)
    if isinstance(fact, RefundMoved):
        return _refund(code, fact, at)
    if isinstance(fact, DisputeMoved):
        return dispute_moved(code=code, fact=fact, at=at)
    if isinstance(fact, AccountMoved):
        return account_moved(fact=fact, at=at)
    return fact.reason[:40] if isinstance(fact, Strange) else IGNORED


def _money(code: str, money: MoneyCame, at: datetime.datetime) -> str:
    way = provider(code)
    if not is_prepaid(way):
        raise TypeError(code)
    found = way.find(money)
    if found.is_foreign:
        return IGNORED
    _receipt, is_new = receive(provider=code, money=money, payment=found.payment, at=at, remark=found.remark)
    if not is_new:
        return KNOWN
    return "received" if found.payment else "unmatched"


def _attempt(code: str, fact: AttemptMoved, at: datetime.datetime) -> str:
    payment = Payment.objects.filter(provider=code, reference=fact.reference).first()
    if payment is None:
        return "unknown payment"
    book = open_book(order_id=payment.order_id)
    mine = book.payment(payment.pk)
    if fact.state == PaymentState.PROCESSING and mine.state == PaymentState.PENDING:
        move_payment(payment=mine, to=PaymentState.PROCESSING, at=at, reason=fact.reason)
    elif fact.state == PaymentState.FAILED and mine.is_live:
        cancel_attempt(book=book, payment=mine, to=PaymentState.FAILED, reason=fact.reason, at=at)
    else:
        return IGNORED
    return str(fact.state)


def _refund(code: str, fact: RefundMoved, at: datetime.datetime) -> str:
    refund = Refund.objects.filter(receipt__provider=code, external_id=fact.external_id).first()
    if refund is None:
        return "unknown refund"
    if fact.is_done:
        finish_refund(refund=refund, at=at)
        return "refunded"
    changed = Refund.objects.filter(pk=refund.pk).exclude(state=RefundState.DONE)
    changed.update(state=RefundState.BY_HAND, problem=fact.reason[:200])
    return "refund failed"
