"""Orders nobody collected: parcels that wait go back, parts that were never sent end."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.communication.sending import tell
from shop.fulfilment.collecting.domain.no_shows import record_no_show
from shop.fulfilment.collecting.queries import extended, keeps_until
from shop.fulfilment.domain.returning import send_back
from shop.order.domain.transitions import lock, move
from shop.order.enums import SellerOrderState
from shop.order.lots.queries import is_recalled
from shop.order.models import Order, SellerOrder
from shop.payment.domain.giving_back import end_part
from shop.shipping.models import RunStop

NEVER_SENT = (SellerOrderState.PLACED, SellerOrderState.CONFIRMED, SellerOrderState.PACKED)


def due_stops(*, at: datetime.datetime) -> list[RunStop]:
    """Return the stops whose time to collect is over and where something still waits."""
    waiting = SellerOrder.objects.filter(state__in=[SellerOrderState.AT_POINT, *NEVER_SENT])
    return list(RunStop.objects.filter(collect_by__lte=at, pk__in=waiting.values("run_stop")).order_by("pk"))


def return_uncollected(*, run_stop: RunStop, at: datetime.datetime) -> list[SellerOrder]:
    """Send back what waits at a stop after `collect_by`, one transaction per order; again changes nothing.

    What was given more time (shop.fulfilment.collecting) waits until then. A buyer for whom goods waited that could
    be given is counted as one who did not come; goods of a recalled lot could not.

    A part at the point becomes "returning" with its parcels; when these are back with the seller it becomes
    "returned" and what it held is given back (shop.payment.domain.giving_back.end_part). A part that was never sent
    is cancelled at once, unless a case looks for its parcel. The buyer is told once. Return the parts that moved.
    Before `collect_by` nothing moves.
    """
    if at < run_stop.collect_by:
        return []
    waiting = Order.objects.filter(
        seller_orders__run_stop=run_stop, seller_orders__state__in=[SellerOrderState.AT_POINT, *NEVER_SENT]
    )
    waiting = waiting.exclude(pk__in=extended([run_stop.pk], after=at).values("order"))
    moved: list[SellerOrder] = []
    for order_id in waiting.order_by("pk").distinct().values_list("pk", flat=True):
        moved += _return_order(order_id, run_stop, at)
    return moved


@transaction.atomic
def _return_order(order_id: int, run_stop: RunStop, at: datetime.datetime) -> list[SellerOrder]:
    order, parts = lock(order_id=order_id)
    if at < keeps_until(order_id, run_stop):
        return []
    here = [part for part in parts if part.run_stop_id == run_stop.pk]
    moved = [moved for part in here if (moved := _return_part(part, at)) is not None]
    if moved:
        _count_and_tell(order, run_stop, moved, at)
    return moved


def _count_and_tell(order: Order, run_stop: RunStop, moved: list[SellerOrder], at: datetime.datetime) -> None:
    waited = [part for part in moved if part.state == SellerOrderState.RETURNING]
    was_there = bool(waited)
    if SellerOrder.objects.filter(pk__in=[part.pk for part in waited]).exclude(is_recalled()).exists():
        record_no_show(order=order, run_stop=run_stop, at=at)
    tell(
        key=f"not-collected:{order.number}:{run_stop.pk}",
        recipient=order.buyer_phone,
        template="not_collected" if was_there else "never_sent",
        context={"order": order, "stop": run_stop},
    )


def _return_part(part: SellerOrder, at: datetime.datetime) -> SellerOrder | None:
    if part.state == SellerOrderState.AT_POINT:
        reason = _("Quá hạn giữ hàng")
        send_back(seller_order=part, actor=None, at=at, reason=reason)
        return move(seller_order=part, to=SellerOrderState.RETURNING, actor=None, at=at, reason=reason)
    if part.state in NEVER_SENT and not part.parcels.filter(is_searched=True).exists():
        reason = _("Nhà bán không gửi hàng")
        return end_part(seller_order=part, to=SellerOrderState.CANCELLED, actor=None, at=at, reason=reason)
    return None
