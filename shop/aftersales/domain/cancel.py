"""The buyer cancels: everything the order held is given back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet

from shop.accounts.models import User
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.payment.domain.giving_back import end_part
from shop.shipping.enums import DeliveryKind, RunState
from shop.shipping.models import Run

NOT_PACKED = frozenset({SellerOrderState.PLACED, SellerOrderState.CONFIRMED, SellerOrderState.CANCELLED})


class CancelTooLate(Exception):
    """The run's orders are closed, or for home delivery a part is packed already."""


@transaction.atomic
def cancel_order(*, order: Order, actor: User | None, at: datetime.datetime, reason: str = "") -> Order:
    """Cancel all parts of an order and give back stock, room, code, ledger entries and what was to be paid.

    Pick-up: until the run's cut-off. Home delivery: until the first part is packed. Cancelling a cancelled order
    changes nothing. Raises CancelTooLate.
    """
    # The run first: whoever freezes it locks it too, and so sees the order either whole or cancelled.
    runs = list(_runs(order).select_for_update(no_key=True).order_by("pk"))
    locked, parts = lock(order_id=order.pk)
    open_parts = [part for part in parts if part.state != SellerOrderState.CANCELLED]
    if not open_parts:
        return locked
    if not _in_time(locked, open_parts, runs, at):
        raise CancelTooLate(locked.number)
    for part in open_parts:
        end_part(seller_order=part, to=SellerOrderState.CANCELLED, actor=actor, at=at, reason=reason)
    locked.refresh_from_db(fields=["status"])
    return locked


def may_cancel(*, order: Order, at: datetime.datetime) -> bool:
    """Return whether the page may offer to cancel; cancel_order decides again under locks."""
    parts = [part for part in order.seller_orders.all() if part.state != SellerOrderState.CANCELLED]
    return bool(parts) and _in_time(order, parts, list(_runs(order)), at)


def _runs(order: Order) -> QuerySet[Run]:
    stops = SellerOrder.objects.filter(order=order).values("run_stop__run")
    return Run.objects.filter(pk__in=stops)


def _in_time(order: Order, parts: list[SellerOrder], runs: list[Run], at: datetime.datetime) -> bool:
    if order.delivery_kind == DeliveryKind.HOME:
        return all(part.state in NOT_PACKED for part in parts)
    movable = all(part.state in {*NOT_PACKED, SellerOrderState.PACKED} for part in parts)
    return movable and at < order.cancel_until and all(run.state == RunState.OPEN for run in runs)
