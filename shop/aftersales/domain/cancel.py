"""The buyer cancels: everything the cancelled parts held is given back."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from shop.accounts.models import User
from shop.aftersales.domain.carrying_over import carry_over, heirs, require_cash
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.payment.domain.giving_back import end_part
from shop.shipping.enums import DeliveryKind, RunState
from shop.shipping.models import Run, RunStop

NOT_PACKED = frozenset({SellerOrderState.PLACED, SellerOrderState.CONFIRMED})
BEFORE_CUT_OFF = frozenset({RunState.PLANNED, RunState.OPEN})


class CancelTooLate(Exception):
    """The orders of all its runs are closed, or for home delivery a part is packed already."""


@transaction.atomic
def cancel_order(*, order: Order, actor: User | None, at: datetime.datetime, reason: str = "") -> Order:
    """Cancel what can still be cancelled and give back stock, room, code, ledger entries and what was to be paid.

    Pick-up: the parts of every run before its cut-off, so of an order over two runs the later one can still be
    cancelled alone. Home delivery: all parts until the first is packed. Cancelling a cancelled order changes nothing.
    A delivery charge that goods added later travel under passes to them (carrying_over.py).
    Raises CancelTooLate, AdditionStands.
    """
    # The runs first: whoever freezes one locks it too, and so sees its parts either standing or cancelled.
    runs = list(_runs(order).select_for_update(no_key=True).order_by("pk"))
    locked, parts = lock(order_id=order.pk)
    living = [part for part in parts if part.state != SellerOrderState.CANCELLED]
    if not living:
        return locked
    ending = _cancellable(locked, living, runs, at)
    if not ending:
        raise CancelTooLate(locked.number)
    inheriting = heirs(ending)
    require_cash(inheriting)
    for part in ending:
        end_part(seller_order=part, to=SellerOrderState.CANCELLED, actor=actor, at=at, reason=reason)
    for heir in inheriting:
        carry_over(heir, at=at)
    locked.refresh_from_db(fields=["status"])
    return locked


def cancellable(*, order: Order, at: datetime.datetime) -> list[SellerOrder]:
    """Return the parts that the page may offer to cancel; cancel_order decides again under locks."""
    parts = [part for part in order.seller_orders.all() if part.state != SellerOrderState.CANCELLED]
    return _cancellable(order, parts, list(_runs(order)), at)


def _runs(order: Order) -> QuerySet[Run]:
    stops = SellerOrder.objects.filter(order=order).values("run_stop__run")
    return Run.objects.filter(pk__in=stops)


def _cancellable(
    order: Order, parts: Sequence[SellerOrder], runs: Sequence[Run], at: datetime.datetime
) -> list[SellerOrder]:
    if order.delivery_kind == DeliveryKind.HOME:
        return list(parts) if all(part.state in NOT_PACKED for part in parts) else []
    open_runs = [run.pk for run in runs if run.state in BEFORE_CUT_OFF and at < run.cut_off_at]
    stops = set(RunStop.objects.filter(run__in=open_runs).values_list("pk", flat=True)) if open_runs else set()
    movable = {*NOT_PACKED, SellerOrderState.PACKED}
    return [part for part in parts if part.state in movable and part.run_stop_id in stops]
