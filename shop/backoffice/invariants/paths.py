"""Each history is a path in its transition table and ends at the state; the order follows its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from shop.order.domain.transitions import derive, is_legal
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder, SellerOrderEvent
from shop.payment.domain.states import is_legal as is_legal_payment
from shop.payment.enums import PaymentState
from shop.payment.models import Payment, PaymentEvent


def broken() -> Iterator[str]:
    """Name each history that is not a path, and each order whose status is not derived from its parts."""
    yield from _seller_orders()
    yield from _payments()


def _seller_orders() -> Iterator[str]:
    steps: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for part, before, after in SellerOrderEvent.objects.order_by("pk").values_list(
        "seller_order", "from_state", "to_state"
    ):
        steps[part].append((before, after))
    states: dict[int, list[str]] = defaultdict(list)
    for seller_order in SellerOrder.objects.all().iterator():
        states[seller_order.order_id].append(seller_order.state)
        taken = steps[seller_order.pk]
        if not is_path(taken, seller_order.state, SellerOrderState.PLACED, is_legal):
            yield f"{seller_order.number}: {taken} does not lead to {seller_order.state}"
    for pk, number, status in Order.objects.values_list("pk", "number", "status"):
        if status != derive(states[pk]):
            yield f"{number}: status {status}, its parts say {derive(states[pk])}"


def _payments() -> Iterator[str]:
    steps: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for payment, before, after in PaymentEvent.objects.order_by("pk").values_list("payment", "from_state", "to_state"):
        steps[payment].append((before, after))
    for pk, name, state in Payment.objects.values_list("pk", "reference", "state"):
        if not is_path(steps[pk], state, PaymentState.PENDING, is_legal_payment):
            yield f"payment {name}: {steps[pk]} does not lead to {state}"


def is_path(steps: list[tuple[str, str]], end: str, first: str, legal: Callable[[str, str], bool]) -> bool:
    """Return whether the steps start at `first`, join up, are all legal and end at `end`."""
    if not steps or steps[0] != ("", first) or steps[-1][1] != end:
        return False
    joined = all(before == last for (_, last), (before, _) in pairwise(steps))
    return joined and all(legal(before, after) for before, after in steps[1:])
