"""Add goods to an order before its run closes: a linked order for the same stop, under one delivery charge.

The rule: a point's fee is per seller and stop. Goods of a seller whose part at the stop stands already travel under
that part's charge; a seller who joins pays their own. Cut-off, room and how to pay are judged as for every order, and
the cash limit counts all linked orders together. The first order and those added to it make one family (`added_to`
names the first).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from shop.checkout.domain.problems import AddedByAnother, NothingToAddTo, UnpaidYet
from shop.order.domain.split import Group
from shop.order.enums import PaymentMethod
from shop.order.family import STANDING, family_of
from shop.order.models import Order, SellerOrder
from shop.shipping.enums import RunState
from shop.shipping.models import RunStop


@dataclass(frozen=True)
class Addition:
    """What the standing orders of a family mean for one more. stops: where it may go.

    charged: seller and stop whose delivery is on the bill already; cash_vnd: what is to be paid in cash for them.
    """

    first: Order
    stops: frozenset[int]
    charged: frozenset[Group]
    cash_vnd: int


def open_stops(*, order: Order, at: datetime.datetime) -> list[RunStop]:
    """Return the stops of an order that still take orders, soonest first; none while it waits to be paid."""
    if order.awaits_payment:
        return []
    open_runs = RunStop.objects.going().filter(run__state=RunState.OPEN, run__cut_off_at__gt=at, point__is_active=True)
    mine = SellerOrder.objects.filter(order=order, state__in=STANDING).values("run_stop")
    return list(open_runs.filter(pk__in=mine).select_related("run", "point__commune").order_by("arrives_at"))


def addition_to(*, order: Order, at: datetime.datetime) -> Addition | None:
    """Return what adding to an order would mean now, or None when nothing of it takes more."""
    stops = [stop.pk for stop in open_stops(order=order, at=at)]
    return _addition(order, list(family_of(order)), stops) if stops else None


def join(*, added_to_id: int, phone: str, stops: Sequence[RunStop]) -> Addition:
    """Lock the family of an order that is added to and return what it means. The caller has locked the stops.

    Raises NothingToAddTo, AddedByAnother, UnpaidYet.
    """
    named = Order.objects.filter(pk=added_to_id).first()
    if named is None:
        raise NothingToAddTo
    family = list(family_of(named).select_for_update(no_key=True))
    order = next(one for one in family if one.pk == named.pk)
    if order.buyer_phone != phone:
        raise AddedByAnother
    if order.awaits_payment:
        raise UnpaidYet(order.number)
    addition = _addition(order, family, [stop.pk for stop in stops])
    if not SellerOrder.objects.filter(order=order, run_stop=stops[0], state__in=STANDING).exists():
        raise NothingToAddTo
    return addition


def _addition(order: Order, family: Sequence[Order], stops: Collection[int]) -> Addition:
    first = next(one for one in family if one.pk == (order.added_to_id or order.pk))
    paid_or_cash = {one.pk: one for one in family if not one.awaits_payment}
    parts = list(SellerOrder.objects.filter(order__in=paid_or_cash, run_stop__in=stops, state__in=STANDING))
    charged = frozenset((part.seller_id, part.run_stop_id) for part in parts)
    return Addition(first, frozenset(stops), charged, _cash(parts, paid_or_cash))


def _cash(parts: Iterable[SellerOrder], orders: dict[int, Order]) -> int:
    return sum(part.total_vnd for part in parts if orders[part.order_id].payment_method == PaymentMethod.CASH)
