"""What finance sees of money coming in: what nobody could place, what may fit, what is to go back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from shop.accounts.reach import Reach
from shop.aftersales.disputes.domain.deciding import undecided
from shop.payment.domain.disputes import LOST, taking
from shop.payment.enums import LIVE, PaymentState, ReceiptState, RefundState
from shop.payment.models import Dispute, Payment, ProviderEvent, Receipt, Refund
from shop.regions.vietnamese import fold

MOST = 5
CONSIDERED = 400


@dataclass(frozen=True)
class Suggestion:
    """An attempt a receipt may be for, with the reasons, the best first."""

    payment: Payment
    reasons: tuple[str, ...]


def unmatched() -> QuerySet[Receipt]:
    """Return money nobody could place, the oldest first."""
    return Receipt.objects.filter(state=ReceiptState.UNMATCHED).order_by("paid_at", "pk")


def events_to_see() -> QuerySet[ProviderEvent]:
    """Return messages of providers that a person has to look at."""
    return ProviderEvent.objects.filter(needs_person=True, seen_at=None)


def open_disputes() -> QuerySet[Dispute]:
    """Return disputes the bank still looks at: evidence is to be handed in before it decides."""
    return Dispute.objects.filter(closed_at=None).select_related("receipt__payment__order")


def refunds_by_hand() -> QuerySet[Refund]:
    """Return refunds somebody has to transfer.

    is_contested: the buyer asked the own bank, which paid or may pay. is_lost: it paid.
    """
    asked = taking(Dispute.objects.filter(receipt=OuterRef("receipt")))
    rows = Refund.objects.filter(state=RefundState.BY_HAND)
    rows = rows.annotate(is_contested=Exists(asked), is_lost=Exists(asked.filter(state=LOST)))
    return rows.select_related("receipt__payment__order", "receipt__payment__seller_order__seller")


def refunds_on_the_way() -> QuerySet[Refund]:
    """Return refunds that a job or a provider is busy with."""
    rows = Refund.objects.filter(state__in=[RefundState.QUEUED, RefundState.SENT])
    return rows.select_related("receipt__payment__order")


def waiting_money(reach: Reach) -> int:
    """Return how many things of money wait for a person."""
    lists = (unmatched(), events_to_see(), refunds_by_hand(), undecided(), open_disputes())
    return sum(rows.count() for rows in lists)


def suggestions(receipt: Receipt) -> list[Suggestion]:
    """Return attempts that may be meant: the same amount, almost the same number, the buyer's phone or name."""
    candidates = Payment.objects.filter(provider=receipt.provider, state__in=[*LIVE, PaymentState.EXPIRED])
    rows = candidates.select_related("order").order_by("-pk")[:CONSIDERED]
    found = [Suggestion(payment, _reasons(receipt, payment)) for payment in rows]
    likely = [suggestion for suggestion in found if suggestion.reasons]
    return sorted(likely, key=lambda suggestion: -len(suggestion.reasons))[:MOST]


def _reasons(receipt: Receipt, payment: Payment) -> tuple[str, ...]:
    text = fold(f"{receipt.content} {receipt.payer}")
    digits = re.findall(r"\d{6,}", text)
    number = re.sub(r"\D", "", payment.order.number)
    reasons = []
    if payment.missing_vnd == receipt.amount_vnd or payment.amount_vnd == receipt.amount_vnd:
        reasons.append("cùng số tiền")
    if any(_is_near(written, number) or _is_near(written, number[2:]) for written in digits):
        reasons.append("mã đơn gần giống")
    if payment.order.buyer_phone[-9:] in text.replace(" ", ""):
        reasons.append("số điện thoại người mua")
    if len(payment.order.buyer_name) > 4 and fold(payment.order.buyer_name) in text:
        reasons.append("tên người mua")
    return tuple(reasons)


def _is_near(written: str, number: str) -> bool:
    """Return whether two numbers of one length differ in at most two digits, as after a slip or a swap."""
    return len(written) == len(number) and sum(a != b for a, b in zip(written, number, strict=True)) <= 2
