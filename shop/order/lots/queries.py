"""Questions about lots in orders, and about recalls."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from shop.order.lots.models import LineLot, Recall, RecallNotice, RecallOutcome
from shop.order.models import Order


def recalls_for(order: Order) -> list[RecallNotice]:
    """Return the recalls that concern an order, for its buyer."""
    notices = RecallNotice.objects.filter(seller_order__order=order).select_related("recall__lot__product")
    return list(notices.order_by("recall__opened_at"))


def recalled_parts(part_ids: Iterable[int]) -> dict[int, list[RecallNotice]]:
    """Return seller order id -> its recalls, for whoever carries or hands over parcels. One query."""
    found: dict[int, list[RecallNotice]] = {}
    notices = RecallNotice.objects.filter(seller_order__in=list(part_ids)).select_related("recall__lot__product")
    for notice in notices:
        found.setdefault(notice.seller_order_id, []).append(notice)
    return found


def recalls() -> QuerySet[Recall]:
    """Return every recall with the counts of its progress, the latest first."""
    waiting = Count("notices", filter=Q(notices__outcome=RecallOutcome.WAITING))
    return Recall.objects.select_related("lot__product", "opened_by").annotate(orders=Count("notices"), waiting=waiting)


def orders_of_lot(lot_id: int) -> QuerySet[LineLot]:
    """Return where the units of a lot went."""
    rows = LineLot.objects.filter(lot=lot_id, released_at=None)
    return rows.select_related("line__seller_order__order", "parcel").order_by("-at", "-pk")
