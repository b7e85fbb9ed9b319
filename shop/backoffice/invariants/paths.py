"""Each seller order's history is a path in the transition table and ends at its state; the order follows its parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from shop.order.domain.transitions import derive, is_legal
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder, SellerOrderEvent


def broken() -> Iterator[str]:
    """Name each history that is not a path, and each order whose status is not derived from its parts."""
    steps: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for part, before, after in SellerOrderEvent.objects.order_by("pk").values_list(
        "seller_order", "from_state", "to_state"
    ):
        steps[part].append((before, after))
    states: dict[int, list[str]] = defaultdict(list)
    for seller_order in SellerOrder.objects.all().iterator():
        states[seller_order.order_id].append(seller_order.state)
        taken = steps[seller_order.pk]
        if not is_path(taken, seller_order.state):
            yield f"{seller_order.number}: {taken} does not lead to {seller_order.state}"
    for pk, number, status in Order.objects.values_list("pk", "number", "status"):
        if status != derive(states[pk]):
            yield f"{number}: status {status}, its parts say {derive(states[pk])}"


def is_path(steps: list[tuple[str, str]], end: str) -> bool:
    """Return whether the steps start at "placed", join up, are all legal and end at `end`."""
    if not steps or steps[0] != ("", SellerOrderState.PLACED) or steps[-1][1] != end:
        return False
    joined = all(before == last for (_, last), (before, _) in pairwise(steps))
    return joined and all(is_legal(before, after) for before, after in steps[1:])
