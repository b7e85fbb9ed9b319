"""Questions about lots in orders, and about recalls."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from shop.order.lots.models import LineLot, Recall, RecallNotice, RecallOutcome
from shop.order.models import Order


def recalls_for(order: Order) -> list[RecallNotice]:
    """Return the recalls that concern an order, for its buyer."""
    notices = RecallNotice.objects.filter(seller_order__order=order).select_related("recall__lot__product")
    return list(notices.order_by("recall__opened_at"))


def recalled_parts(part_ids: Iterable[int]) -> dict[int, list[RecallNotice]]:
    """Return seller order id -> its recalls, for whoever carries or hands over parcels. One query.

    A notice that is not certain is of goods packed before lots were counted: only the package tells.
    """
    found: dict[int, list[RecallNotice]] = {}
    rows = RecallNotice.objects.filter(seller_order__in=list(part_ids)).order_by("pk")
    notices = rows.select_related("recall__lot__product__parent")
    for notice in notices:
        found.setdefault(notice.seller_order_id, []).append(notice)
    return found


def is_recalled() -> Exists:
    """Say of each seller order whether it is known to hold a recalled lot."""
    return Exists(RecallNotice.objects.filter(seller_order=OuterRef("pk"), is_certain=True))


def recalls() -> QuerySet[Recall]:
    """Return every recall with the counts of its progress, the latest first."""
    waiting = Count("notices", filter=Q(notices__outcome=RecallOutcome.WAITING))
    rows = Recall.objects.select_related("lot__product", "opened_by").annotate(orders=Count("notices"), waiting=waiting)
    return rows.order_by("-opened_at", "-pk")


def orders_of_lot(lot_id: int) -> QuerySet[LineLot]:
    """Return where the units of a lot went."""
    rows = LineLot.objects.filter(lot=lot_id, released_at=None)
    return rows.select_related("line__seller_order__order", "parcel").order_by("-at", "-pk")
