"""Orders at a stop that one buyer collects in one go.

Whose they are is never taken from a phone number that somebody typed: they were placed by one account whose phone is
verified and is the order's, or added to one another by whoever held the first order's link.
"""

from __future__ import annotations

from collections.abc import Iterable

from shop.fulfilment.queries.counter import Waiting, orders_of_phone
from shop.order.models import Order
from shop.shipping.models import RunStop

Buyer = tuple[str, int]


def buyer_of(order: Order) -> Buyer:
    """Return whose an order is: an account with this verified phone, or else the family of the order itself."""
    first = order.added_to or order
    user = first.user
    if user is not None and user.phone_verified_at and user.phone == first.buyer_phone == order.buyer_phone:
        return ("account", user.pk)
    return ("family", first.pk)


def ready_together(*, order: Order, run_stop: RunStop) -> list[Waiting]:
    """Return what may be handed over at a stop together with an order, the order first; alone when nothing else is."""
    buyer = buyer_of(order)
    mine = [
        waiting
        for waiting in orders_of_phone(run_stop, order.buyer_phone)
        if buyer_of(waiting.order) == buyer and may_be_given(waiting)
    ]
    return sorted(mine, key=lambda waiting: (waiting.order.pk != order.pk, waiting.order.pk))


def may_be_given(waiting: Waiting) -> bool:
    """Whether all of an order is at the point, paid where it is to be paid first, not handed over and not recalled."""
    may = waiting.is_ready and waiting.hand_over is None and not waiting.order.awaits_payment
    return may and not waiting.recalled


def group_numbers(orders: Iterable[Waiting]) -> dict[int, str]:
    """Return order id -> the number of its buyer's first order, for the orders of buyers who have several."""
    by_buyer: dict[Buyer, list[Order]] = {}
    for waiting in orders:
        by_buyer.setdefault(buyer_of(waiting.order), []).append(waiting.order)
    several = [sorted(found, key=lambda order: order.pk) for found in by_buyer.values() if len(found) > 1]
    return {order.pk: found[0].number for found in several for order in found}
