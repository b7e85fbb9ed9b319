"""An order is kept longer than its stop says: once, while its point has room."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.communication.sending import tell
from shop.fulfilment.collecting.models import CollectExtension, ExtensionCause
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import NOT_AT_POINT, Parcel, ParcelState
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.models import Order
from shop.shipping.models import PickUpPoint, RunStop

LATE_BEFORE = datetime.timedelta(days=1)


class NoExtension(Refused):
    """The order cannot be kept longer."""


def may_extend(order: Order, run_stop: RunStop, *, at: datetime.datetime) -> bool:
    """Return whether a page may offer more time; `extend` decides again under locks."""
    return not _why_not(order, run_stop, at)


@transaction.atomic
def extend(
    *,
    order: Order,
    run_stop: RunStop,
    at: datetime.datetime,
    actor: User | None = None,
    cause: ExtensionCause = ExtensionCause.BUYER,
) -> CollectExtension:
    """Keep what waits at a stop COLLECT_EXTENSION_DAYS longer; asking again returns the first extension.

    Raises NoExtension with a sentence.
    """
    lock(order_id=order.pk)
    # People who ask at the same time wait here, so that the last room is given once.
    PickUpPoint.objects.select_for_update(no_key=True).get(pk=run_stop.point_id)
    known = CollectExtension.objects.filter(order=order, run_stop=run_stop).first()
    if known:
        return known
    reason = _why_not(order, run_stop, at)
    if reason:
        raise NoExtension(reason)
    made = CollectExtension.objects.create(
        order=order, run_stop=run_stop, until=_until(run_stop), cause=cause, given_by=actor, given_at=at
    )
    _tell(made)
    return made


def keep_late(*, order: Order, run_stop: RunStop, at: datetime.datetime) -> None:
    """What reaches the point when its time is nearly over is kept some days from now on, room or not.

    The caller holds the order's lock. An extension that ends sooner is moved.
    """
    if at < run_stop.collect_by - LATE_BEFORE:
        return
    until = at + datetime.timedelta(days=max(1, settings.COLLECT_EXTENSION_DAYS))
    made, is_new = CollectExtension.objects.get_or_create(
        order=order,
        run_stop=run_stop,
        defaults={"until": until, "cause": ExtensionCause.LATE, "given_at": at},
    )
    if not is_new and made.until < until:
        made.until = until
        made.save(update_fields=["until"])


def _until(run_stop: RunStop) -> datetime.datetime:
    return run_stop.collect_by + datetime.timedelta(days=settings.COLLECT_EXTENSION_DAYS)


def _why_not(order: Order, run_stop: RunStop, at: datetime.datetime) -> str:
    if not settings.COLLECT_EXTENSION_DAYS:
        return _("Điểm nhận không giữ hàng quá hạn. Nhờ người khác tới nhận giúp bằng mã.")
    if at >= run_stop.collect_by:
        return _("Đã quá hạn giữ hàng. Gọi tổng đài để được giúp.")
    if CollectExtension.objects.filter(order=order, run_stop=run_stop).exists():
        return _("Đơn này đã được giữ thêm một lần.")
    if not order.seller_orders.filter(run_stop=run_stop, state=SellerOrderState.AT_POINT).exists():
        return _("Hàng chưa tới điểm, chưa cần xin giữ thêm.")
    if not _has_room(run_stop):
        return _("Kho của điểm đã đầy nên không giữ thêm được. Nhờ người khác tới nhận giúp bằng mã.")
    return ""


def _has_room(run_stop: RunStop) -> bool:
    """Whether what lies at the point, and what comes while this is kept, fits into it."""
    here = Parcel.objects.filter(run_stop__point=run_stop.point_id)
    lying = here.filter(state__in=[ParcelState.AT_POINT, ParcelState.RETURNING])
    coming = here.filter(
        state__in=NOT_AT_POINT,
        run_stop__called_off_at=None,
        run_stop__arrives_at__gt=run_stop.arrives_at,
        run_stop__arrives_at__lte=_until(run_stop),
    ).exclude(seller_order__state=SellerOrderState.CANCELLED)
    return lying.count() + coming.count() <= run_stop.point.capacity_parcels


def _tell(made: CollectExtension) -> None:
    tell(
        key=f"collect-extended:{made.order.number}:{made.run_stop_id}",
        recipient=made.order.buyer_phone,
        template="collect_extended",
        context={"order": made.order, "stop": made.run_stop, "until": made.until},
        at=made.given_at,
    )
