"""The only way a payment changes its state.

    pending ⇄ processing ──> partly_paid ──> succeeded ──> refunding ──> partly_refunded ⇄ refunding
       │          │              │              ↑  └──────────┴──────────────┴──> refunded
       └──────────┴──────────────┴──> failed, cancelled, expired ──┘

The way back from failed, cancelled and expired is money that came late and was taken; from succeeded or
partly_refunded to pending, the undo of a hand-over that was paid in cash. From pending to partly_refunded or refunded:
some of a cash order was given back before the rest was paid or cancelled.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from shop.payment.enums import PaymentState as State
from shop.payment.models import Payment, PaymentEvent

ENDINGS = frozenset({State.FAILED, State.CANCELLED, State.EXPIRED})

MOVES: Mapping[State, frozenset[State]] = {
    State.PENDING: ENDINGS
    | {State.PROCESSING, State.PARTLY_PAID, State.SUCCEEDED, State.PARTLY_REFUNDED, State.REFUNDED},
    State.PROCESSING: ENDINGS | {State.PENDING, State.PARTLY_PAID, State.SUCCEEDED},
    State.PARTLY_PAID: ENDINGS | {State.SUCCEEDED},
    State.FAILED: frozenset({State.SUCCEEDED}),
    State.CANCELLED: frozenset({State.SUCCEEDED}),
    State.EXPIRED: frozenset({State.SUCCEEDED}),
    State.SUCCEEDED: frozenset({State.PENDING, State.REFUNDING, State.PARTLY_REFUNDED, State.REFUNDED}),
    State.REFUNDING: frozenset({State.PARTLY_REFUNDED, State.REFUNDED}),
    State.PARTLY_REFUNDED: frozenset({State.PENDING, State.REFUNDING, State.REFUNDED}),
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
    _require_legal(payment, to)
    PaymentEvent.objects.create(payment=payment, from_state=payment.state, to_state=to, reason=reason[:200], at=at)
    _set(payment, to, at)
    payment.save()
    return payment


@dataclass(frozen=True)
class PaymentStep:
    """A locked payment whose amounts changed, and the state it takes; the state it has: only its amounts change."""

    payment: Payment
    to: State
    at: datetime.datetime


def move_payments(steps: Sequence[PaymentStep]) -> None:
    """Move locked payments, save their amounts and keep the steps: three statements. Raises IllegalPaymentMove."""
    moved = [step for step in steps if step.payment.state != step.to]
    for step in moved:
        _require_legal(step.payment, step.to)
    PaymentEvent.objects.bulk_create(
        PaymentEvent(payment=step.payment, from_state=step.payment.state, to_state=step.to, at=step.at)
        for step in moved
    )
    for step in moved:
        _set(step.payment, step.to, step.at)
    rows = [[getattr(step.payment, field) for step in steps] for field in ("pk", *SAVED)]
    with connection.cursor() as cursor:
        cursor.execute(SAVE, rows)


SAVED = ("amount_vnd", "received_vnd", "collected_vnd", "returned_vnd", "state", "settled_at")
SAVE = """
    UPDATE payment_payment AS p
    SET (amount_vnd, received_vnd, collected_vnd, returned_vnd, state, settled_at)
        = (n.amount_vnd, n.received_vnd, n.collected_vnd, n.returned_vnd, n.state, n.settled_at)
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::timestamptz[])
        AS n (id, amount_vnd, received_vnd, collected_vnd, returned_vnd, state, settled_at)
    WHERE p.id = n.id
"""


def _require_legal(payment: Payment, to: State) -> None:
    if not is_legal(payment.state, to):
        raise IllegalPaymentMove(f"{payment}: {payment.state} → {to}")


def _set(payment: Payment, to: State, at: datetime.datetime) -> None:
    payment.state = to
    payment.settled_at = None if to in {State.PENDING, State.PROCESSING, State.PARTLY_PAID} else at
