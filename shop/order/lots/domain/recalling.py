"""Call a lot back: its sale stops, everybody who got it is told once, and what became of it is followed."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from catalogue.lots.models import Lot, LotState, LotTracking
from sellers.listings.domain.lots import write_off
from sellers.models import StockRecord
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.audit import trail
from shop.communication.sending import tell
from shop.order.enums import SellerOrderState as State
from shop.order.lots.models import LineLot, Recall, RecallNotice, RecallOutcome
from shop.order.models import Line

UNDERWAY = (State.PACKED, State.ON_THE_WAY, State.AT_POINT)


class ReasonMissing(Exception):
    """A recall says why, and what buyers are to do."""


class AlreadyRecalled(Exception):
    """The lot is recalled."""


@transaction.atomic
def open_recall(*, lot: Lot, reason: str, advice: str, actor: User, at: datetime.datetime) -> Recall:
    """Stop the sale of a lot and queue the messages. Raises ReasonMissing, AlreadyRecalled."""
    from shop.order.lots.tasks import tell_about_recall

    reason, advice = reason.strip(), advice.strip()
    if not reason or not advice:
        raise ReasonMissing
    list(StockRecord.objects.select_for_update(no_key=True).filter(product=lot.product_id).order_by("pk"))
    lot = Lot.objects.select_for_update(of=("self",)).select_related("product").get(pk=lot.pk)
    if lot.state == LotState.RECALLED:
        raise AlreadyRecalled(lot.code)
    lot.state = LotState.RECALLED
    lot.save(update_fields=["state"])
    write_off(lot=lot, at=at, actor=actor)
    recall = Recall.objects.create(lot=lot, reason=reason[:300], advice=advice[:300], opened_by=actor, opened_at=at)
    add_notices(recall)
    trail.record(actor=actor, action="lot.recalled", subject=lot, at=at, reason=reason)
    tell_about_recall.defer(recall_id=recall.pk)
    return recall


def add_notices(recall: Recall) -> int:
    """Write down every order that got the lot; return how many are new.

    Where the good was not counted by lots nobody knows: then every order of it since the lot was made may hold it.
    """
    got = LineLot.objects.filter(lot=recall.lot, released_at=None).values_list("line__seller_order")
    units = dict(got.annotate(total=Sum("quantity")).order_by())
    certain = set(units)
    tracking = LotTracking.objects.filter(product=recall.lot.product_id).first()
    lines = Line.objects.filter(
        product=recall.lot.product_id, seller_order__created_at__date__gte=recall.lot.produced_on
    ).exclude(seller_order__state__in=[State.CANCELLED, State.RETURNED])
    if tracking:
        lines = lines.filter(seller_order__created_at__lt=tracking.since, lots=None).exclude(
            seller_order__state__in=[State.PLACED, State.CONFIRMED]
        )
    for part, quantity in lines.values_list("seller_order", "quantity"):
        if part not in certain:
            units[part] = units.get(part, 0) + quantity
    made = RecallNotice.objects.bulk_create(
        [
            RecallNotice(recall=recall, seller_order_id=part, quantity=quantity, is_certain=part in certain)
            for part, quantity in sorted(units.items())
        ],
        ignore_conflicts=True,
    )
    return len(made)


def tell_everybody(*, recall_id: int, at: datetime.datetime) -> int:
    """Tell every buyer, and the point and driver who hold the goods, once each; return how many buyers."""
    recall = Recall.objects.select_related("lot__product").get(pk=recall_id)
    notices = recall.notices.select_related("seller_order__order", "seller_order__run_stop__run__driver")
    for notice in notices.iterator(chunk_size=200):
        with transaction.atomic():
            _tell_buyer(recall, notice)
            if notice.seller_order.state in UNDERWAY and notice.seller_order.run_stop:
                _tell_carriers(recall, notice)
    Recall.objects.filter(pk=recall.pk, told_at=None).update(told_at=at)
    return recall.notices.count()


@transaction.atomic
def record_outcome(*, notice: RecallNotice, outcome: RecallOutcome, actor: User, at: datetime.datetime) -> RecallNotice:
    """Write what became of one order's goods; the last one closes the recall."""
    notice = RecallNotice.objects.select_for_update().select_related("recall").get(pk=notice.pk)
    notice.outcome, notice.outcome_by, notice.outcome_at = outcome, actor, at
    notice.save(update_fields=["outcome", "outcome_by", "outcome_at"])
    details = {"order": notice.seller_order_id, "outcome": str(outcome)}
    trail.record(actor=actor, action="recall.outcome", subject=notice.recall, at=at, details=details)
    waiting = notice.recall.notices.filter(outcome=RecallOutcome.WAITING).exists()
    Recall.objects.filter(pk=notice.recall_id).update(closed_at=None if waiting else at)
    return notice


def _tell_buyer(recall: Recall, notice: RecallNotice) -> None:
    order = notice.seller_order.order
    tell(
        key=f"recall:{recall.pk}:{order.number}",
        recipient=order.buyer_phone,
        template="lot_recalled",
        is_urgent=True,
        context={
            "recall": recall,
            "order": order,
            "link": f"{settings.SITE_URL}{order.get_absolute_url()}",
            "certain": notice.is_certain,
        },
    )


def _tell_carriers(recall: Recall, notice: RecallNotice) -> None:
    """Tell the driver and whoever operates the point to keep the parcel back."""
    stop = notice.seller_order.run_stop
    if stop is None:
        return
    operators = RoleGrant.objects.filter(role=Role.POINT_OPERATOR, point=stop.point_id).values_list(
        "user__phone", flat=True
    )
    driver = [stop.run.driver.phone] if stop.run.driver else []
    for phone in sorted({*operators, *driver} - {"", None}):
        tell(
            key=f"recall-carrier:{recall.pk}:{notice.seller_order.number}:{phone}",
            recipient=phone,
            template="lot_recalled_carrier",
            is_urgent=True,
            context={"recall": recall, "part": notice.seller_order},
        )


def underway(recall: Recall) -> int:
    """Return how many orders with the lot are packed and not with their buyer."""
    return recall.notices.filter(seller_order__state__in=UNDERWAY).count()
