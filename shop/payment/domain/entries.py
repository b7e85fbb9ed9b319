"""What prepaid money means in the ledger; see shop/ledger/README.md for the whole table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.order.models import SellerOrder
from shop.payment.enums import RefundKind
from shop.payment.models import Dispute, Payment, Receipt, Refund


def held_on(receipt: Receipt) -> tuple[AccountKind, str]:
    """Return where money that came stands: with the provider, or at once with the seller it was paid to."""
    payment = receipt.payment
    if payment is not None and payment.seller_order is not None:
        return AccountKind.SELLER_CASH, str(payment.seller_order.seller_id)
    return AccountKind.CLEARING, receipt.provider


def part_number_of(receipt: Receipt) -> str:
    """Return the part whose seller took the money at once; "" when it came for a whole order or for nobody yet."""
    payment = receipt.payment
    return payment.seller_order.number if payment is not None and payment.seller_order is not None else ""


def post_received(*, receipt: Receipt) -> None:
    """clearing or seller_cash +amount; unapplied:<order> or unmatched:<provider> −amount."""
    kind, key = held_on(receipt)
    payment = receipt.payment
    amount = int(receipt.amount_vnd)
    against = (
        Side(AccountKind.UNAPPLIED, payment.order.number, -amount)
        if payment
        else Side(AccountKind.UNMATCHED, receipt.provider, -amount)
    )
    post(
        business_key=f"money-received:{receipt.provider}:{receipt.external_id}",
        kind="money-received",
        sides=[Side(kind, key, amount, part_number_of(receipt)), against],
        occurred_at=receipt.created_at,
        order_number=payment.order.number if payment else "",
    )


def post_dispute_lost(*, dispute: Dispute, at: datetime.datetime) -> None:
    """disputed:<order> +amount, until finance decides who bears it; clearing:<provider> −amount."""
    payment = dispute.receipt.payment if dispute.receipt else None
    number, amount = payment.order.number if payment else "", int(dispute.amount_vnd)
    post(
        business_key=f"dispute-lost:{dispute.provider}:{dispute.external_id}",
        kind="dispute-lost",
        sides=[
            Side(AccountKind.DISPUTED, number or dispute.provider, amount),
            Side(AccountKind.CLEARING, dispute.provider, -amount),
        ],
        occurred_at=at,
        order_number=number,
    )


def post_matched(*, receipt: Receipt, payment: Payment, at: datetime.datetime) -> None:
    """unmatched:<provider> +amount; unapplied:<order> −amount."""
    number = payment.order.number
    post(
        business_key=f"money-matched:{receipt.pk}",
        kind="money-matched",
        sides=[
            Side(AccountKind.UNMATCHED, receipt.provider, int(receipt.amount_vnd)),
            Side(AccountKind.UNAPPLIED, number, -int(receipt.amount_vnd)),
        ],
        occurred_at=at,
        order_number=number,
    )


def post_applied(*, payment: Payment, parts: Sequence[SellerOrder], at: datetime.datetime) -> None:
    """unapplied:<order> +total; buyer_due:<order> −total of each part."""
    number = payment.order.number
    sides = [Side(AccountKind.BUYER_DUE, number, -part.total_vnd, part.number) for part in parts]
    total = sum(part.total_vnd for part in parts)
    post(
        business_key=f"payment-applied:{payment.provider}:{payment.reference}",
        kind="payment-applied",
        sides=[Side(AccountKind.UNAPPLIED, number, total), *sides],
        occurred_at=at,
        order_number=number,
    )


def post_refund_queued(*, refund: Refund, part: SellerOrder | None, at: datetime.datetime) -> None:
    """buyer_due (a paid part went back), unapplied (too much came) or unmatched +amount; refund_due −amount."""
    payment, amount = refund.receipt.payment, int(refund.amount_vnd)
    if payment is None:
        from_ = Side(AccountKind.UNMATCHED, refund.receipt.provider, amount)
    elif refund.kind == RefundKind.RETURN:
        from_ = Side(AccountKind.BUYER_DUE, payment.order.number, amount, part.number if part else "")
    else:
        from_ = Side(AccountKind.UNAPPLIED, payment.order.number, amount)
    post(
        business_key=f"refund-queued:{refund.pk}",
        kind="refund-queued",
        sides=[from_, Side(AccountKind.REFUND_DUE, refund_key(refund), -amount)],
        occurred_at=at,
        order_number=payment.order.number if payment else "",
    )


def post_refund_done(*, refund: Refund, at: datetime.datetime) -> None:
    """refund_due +amount; clearing or seller_cash −amount."""
    kind, key = held_on(refund.receipt)
    payment = refund.receipt.payment
    post(
        business_key=f"refund-done:{refund.pk}",
        kind="refund-done",
        sides=[
            Side(AccountKind.REFUND_DUE, refund_key(refund), int(refund.amount_vnd)),
            Side(kind, key, -int(refund.amount_vnd), part_number_of(refund.receipt)),
        ],
        occurred_at=at,
        order_number=payment.order.number if payment else "",
    )


def refund_key(refund: Refund) -> str:
    """Return the key of the account on which a refund waits: the order's number, or the receipt's."""
    payment = refund.receipt.payment
    return payment.order.number if payment else f"receipt-{refund.receipt_id}"
