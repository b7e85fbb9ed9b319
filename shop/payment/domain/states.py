"""The only way a payment changes its state.

    pending ⇄ processing ──> partly_paid ──> succeeded ──> refunding ──> partly_refunded ⇄ refunding
       │          │              │              ↑  └──────────┴──────────────┴──> refunded
       └──────────┴──────────────┴──> failed, cancelled, expired ──┘

The way back from failed, cancelled and expired is money that came late and was taken; from succeeded to pending,
the undo of a hand-over that was paid in cash.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from shop.payment.enums import PaymentState as State
from shop.payment.models import Payment, PaymentEvent

ENDINGS = frozenset({State.FAILED, State.CANCELLED, State.EXPIRED})

MOVES: Mapping[State, frozenset[State]] = {
    State.PENDING: ENDINGS | {State.PROCESSING, State.PARTLY_PAID, State.SUCCEEDED},
    State.PROCESSING: ENDINGS | {State.PENDING, State.PARTLY_PAID, State.SUCCEEDED},
    State.PARTLY_PAID: ENDINGS | {State.SUCCEEDED},
    State.FAILED: frozenset({State.SUCCEEDED}),
    State.CANCELLED: frozenset({State.SUCCEEDED}),
    State.EXPIRED: frozenset({State.SUCCEEDED}),
    State.SUCCEEDED: frozenset({State.PENDING, State.REFUNDING, State.PARTLY_REFUNDED, State.REFUNDED}),
    State.REFUNDING: frozenset({State.PARTLY_REFUNDED, State.REFUNDED}),
    State.PARTLY_REFUNDED: frozenset({State.REFUNDING, State.REFUNDED}),
    State.REFUNDED: frozenset(),
}


class IllegalPaymentMove(Exception):
    """The transition table has no such move."""


def open_payment(*, at: datetime.datetime, **fields: Any) -> Payment:
    """Write a new attempt with the first step of its history."""
    payment = Payment.objects.create(created_at=at, **fields)
    PaymentEvent.objects.create(payment=payment, to_state=payment.state, at=at)
    return payment


def is_legal(before: str, after: str) -> bool:
    """Return whether a payment's history may hold this step."""
    return State(after) in MOVES[State(before)]


def move_payment(*, payment: Payment, to: State, at: datetime.datetime, reason: str = "") -> Payment:
    """Move a locked payment, save all its amounts with it, and keep the step. Raises IllegalPaymentMove."""
    if not is_legal(payment.state, to):
        raise IllegalPaymentMove(f"{payment}: {payment.state} → {to}")
    PaymentEvent.objects.create(payment=payment, from_state=payment.state, to_state=to, reason=reason[:200], at=at)
    payment.state = to
    payment.settled_at = None if to in {State.PENDING, State.PROCESSING, State.PARTLY_PAID} else at
    payment.save()
    return payment
