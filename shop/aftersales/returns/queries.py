"""Requests to return goods as each side may see them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.aftersales.returns.enums import ENDED, OPEN, ReturnState
from shop.aftersales.returns.models import ReturnRequest
from shop.order.models import Order

OFFICE = (Role.REVIEWER, Role.FINANCE)
DESK = frozenset({*OFFICE, Role.ADMINISTRATOR})


def _with_everything(rows: QuerySet[ReturnRequest]) -> QuerySet[ReturnRequest]:
    shown = rows.select_related(
        "reason", "parcel", "settlement", "decided_by", "seller_order__order", "seller_order__seller__province",
        "seller_order__run_stop__point",
    )  # fmt: skip
    return shown.prefetch_related("lines__line__product", "pictures", "events__actor")


def of_order(order: Order) -> QuerySet[ReturnRequest]:
    """Return an order's requests, newest first."""
    return _with_everything(ReturnRequest.objects.filter(seller_order__order=order))


def of_sellers(seller_ids: Iterable[int]) -> QuerySet[ReturnRequest]:
    """Return the requests about what these sellers sent: open ones first, the soonest to answer on top."""
    rows = _with_everything(ReturnRequest.objects.filter(seller_order__seller__in=list(seller_ids)))
    return rows.order_by(_ended_last(), "answer_by", "-pk")


def waiting_for_seller(seller_id: int) -> int:
    """Return how many requests a seller has to answer or to look at."""
    mine = ReturnRequest.objects.filter(seller_order__seller=seller_id)
    return mine.filter(state__in=[ReturnState.ASKED, ReturnState.ON_WAY]).count()


def desk(reach: Reach) -> QuerySet[ReturnRequest]:
    """Return the requests of the provinces a person answers for: open ones first, the first duty to end on top."""
    rows = _with_everything(ReturnRequest.objects.all()).order_by(_ended_last(), "refund_by", "pk")
    if not reach.roles & DESK:
        return rows.none()
    codes: set[str] = set()
    for role in OFFICE:
        own = reach.provinces(role)
        if own is None:
            return rows
        codes |= set(own)
    return rows.filter(seller_order__seller__province__in=codes)


def waiting_at_desk(reach: Reach) -> int:
    """Return how many requests the office has to decide."""
    return desk(reach).filter(state=ReturnState.ESCALATED).count()


def at_points(point_ids: Iterable[int]) -> QuerySet[ReturnRequest]:
    """Return what the operators of some points can do: take goods in, pay cash out."""
    here = Q(seller_order__run_stop__point__in=list(point_ids))
    take_in = Q(state=ReturnState.TO_SEND, way="point")
    pay_out = Q(state=ReturnState.REFUNDING, settlement__is_cash=True, settlement__paid_at=None)
    rows = _with_everything(ReturnRequest.objects.filter(here & (take_in | pay_out)))
    return rows.order_by("state", "send_by", "pk")


def overdue(rows: QuerySet[ReturnRequest], *, at: datetime.datetime) -> QuerySet[ReturnRequest]:
    """Return the open ones whose money should have been back."""
    return rows.filter(state__in=OPEN, refund_by__lt=at)


def open_by_order(orders: Iterable[Order]) -> dict[int, ReturnRequest]:
    """Return order id -> its newest open request. One query."""
    rows = ReturnRequest.objects.filter(seller_order__order__in=[order.pk for order in orders], state__in=OPEN)
    found = rows.select_related("seller_order").order_by("pk")
    return {request.seller_order.order_id: request for request in found}


def _ended_last() -> Case:
    return Case(When(state__in=ENDED, then=Value(1)), default=Value(0), output_field=IntegerField())
