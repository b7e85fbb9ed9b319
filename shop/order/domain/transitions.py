"""The only way a seller order changes its state.

    placed ──> confirmed ──> packed ──> on_the_way ──> at_point ──> delivered
       └───────────┴───────────┘            │              │
                   │                        └──> returning <┘ ──> returned
                   └──> cancelled ──> placed, only by money that came late (order/domain/restoring.py)

On the way and at the point a part is cancelled only when all of it is lost or broken
(fulfilment/amendments/domain/recording.py).

Locks are taken from the whole to its parts: basket, run stop and run, order, seller orders, stock records, and at last
the voucher of an order. Whoever needs several takes them in this order and, within one kind, by primary key; so nobody
waits in a circle.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from shop.accounts.models import User
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, SellerOrder, SellerOrderEvent

MOVES: Mapping[State, frozenset[State]] = {
    State.PLACED: frozenset({State.CONFIRMED, State.PACKED, State.CANCELLED}),
    State.CONFIRMED: frozenset({State.PACKED, State.CANCELLED}),
    State.PACKED: frozenset({State.ON_THE_WAY, State.AT_POINT, State.DELIVERED, State.CANCELLED}),
    State.ON_THE_WAY: frozenset({State.AT_POINT, State.DELIVERED, State.RETURNING, State.CANCELLED}),
    State.AT_POINT: frozenset({State.DELIVERED, State.RETURNING, State.CANCELLED}),
    State.RETURNING: frozenset({State.RETURNED}),
    State.DELIVERED: frozenset(),
    State.RETURNED: frozenset(),
    State.CANCELLED: frozenset(),
}

UNDONE: Mapping[State, frozenset[State]] = {
    State.DELIVERED: frozenset({State.AT_POINT}),
    State.RETURNING: frozenset({State.AT_POINT}),
    State.CANCELLED: frozenset({State.PLACED}),
}
"""Only these go back: the undo of a hand-over within the counter's minute, and late money that is taken."""

FORWARD = (State.PLACED, State.CONFIRMED, State.PACKED, State.ON_THE_WAY, State.AT_POINT, State.DELIVERED)


class IllegalMove(Exception):
    """The transition table has no such move."""

    def __init__(self, seller_order: SellerOrder, to: State) -> None:
        super().__init__(f"{seller_order.number}: {seller_order.state} → {to}")
        self.seller_order = seller_order
        self.to = to


@dataclass(frozen=True)
class Step:
    """One part of an order that was locked with all its parts, and where it goes."""

    part: SellerOrder
    parts: Sequence[SellerOrder]
    to: State
    actor: User | None
    at: datetime.datetime


def derive(states: Iterable[str]) -> State:
    """Return an order's status from its parts: the least advanced one that is still going forward.

    Cancelled parts count only when nothing else is left; returning ones only when nothing goes forward.
    """
    living = {State(state) for state in states} - {State.CANCELLED}
    for state in (*FORWARD, State.RETURNING, State.RETURNED):
        if state in living:
            return state
    return State.CANCELLED


def is_legal(before: str, after: str) -> bool:
    """Return whether a part's history may hold this step."""
    return State(after) in MOVES[State(before)] | UNDONE.get(State(before), frozenset())


@transaction.atomic
def move(
    *,
    seller_order: SellerOrder,
    to: State,
    actor: User | None,
    at: datetime.datetime,
    reason: str = "",
    is_undo: bool = False,
) -> SellerOrder:
    """Move one part, keep the step in its history and derive the order's status again.

    actor None: a job did it. Returns the fresh part and updates `seller_order.state`. Raises IllegalMove; asking for
    the state it already has is an illegal move too. is_undo: takes a hand-over back.
    """
    order, parts = lock(order_id=seller_order.order_id)
    part = next(part for part in parts if part.pk == seller_order.pk)
    move_locked(part=part, order=order, parts=parts, to=to, actor=actor, at=at, reason=reason, is_undo=is_undo)
    seller_order.state = to
    return part


def move_locked(
    *,
    part: SellerOrder,
    order: Order,
    parts: Iterable[SellerOrder],
    to: State,
    actor: User | None,
    at: datetime.datetime,
    reason: str = "",
    is_undo: bool = False,
) -> None:
    """Move one of the parts that `lock` returned in this transaction: nothing is read or locked again.

    Raises IllegalMove before anything is written.
    """
    table = UNDONE if is_undo else MOVES
    if to not in table.get(State(part.state), frozenset()):
        raise IllegalMove(part, to)
    SellerOrderEvent.objects.create(
        seller_order=part, from_state=part.state, to_state=to, actor=actor, reason=reason, at=at
    )
    part.state = to
    part.save(update_fields=["state"])
    _derive_status(order, parts)


def move_all(steps: Sequence[Step]) -> None:
    """Move parts of orders that `lock_all` returned in this transaction; the statements do not grow with them.

    A part's `order` is the locked one. Raises IllegalMove before anything is written.
    """
    for step in steps:
        if step.to not in MOVES[State(step.part.state)]:
            raise IllegalMove(step.part, step.to)
    SellerOrderEvent.objects.bulk_create(
        SellerOrderEvent(
            seller_order=step.part, from_state=step.part.state, to_state=step.to, actor=step.actor, at=step.at
        )
        for step in steps
    )
    for step in steps:
        step.part.state = step.to
    for to in {step.to for step in steps}:
        SellerOrder.objects.filter(pk__in=[step.part.pk for step in steps if step.to == to]).update(state=to)
    _derive_all({step.part.order_id: step for step in steps}.values())


def lock(*, order_id: int) -> tuple[Order, list[SellerOrder]]:
    """Lock an order and its parts and return them fresh."""
    order = Order.objects.select_for_update(no_key=True).get(pk=order_id)
    parts = list(SellerOrder.objects.select_for_update(no_key=True).filter(order=order).order_by("pk"))
    for part in parts:
        part.order = order
    return order, parts


def lock_all(*, order_ids: Iterable[int]) -> dict[int, tuple[Order, list[SellerOrder]]]:
    """Lock orders by primary key, then their parts, and return them fresh by order id."""
    rows = Order.objects.select_for_update(no_key=True).filter(pk__in=set(order_ids)).order_by("pk")
    locked: dict[int, tuple[Order, list[SellerOrder]]] = {order.pk: (order, []) for order in rows}
    parts = SellerOrder.objects.select_for_update(no_key=True).filter(order__in=list(locked))
    for part in parts.order_by("order", "pk"):
        part.order = locked[part.order_id][0]
        locked[part.order_id][1].append(part)
    return locked


def _derive_all(steps: Iterable[Step]) -> None:
    changed: dict[State, list[int]] = {}
    for step in steps:
        order, status = step.part.order, derive(part.state for part in step.parts)
        if order.status != status:
            order.status = status
            changed.setdefault(status, []).append(order.pk)
    for status, ids in changed.items():
        Order.objects.filter(pk__in=ids).update(status=status)


def _derive_status(order: Order, parts: Iterable[SellerOrder]) -> None:
    status = derive(part.state for part in parts)
    if order.status != status:
        order.status = status
        Order.objects.filter(pk=order.pk).update(status=status)
