"""After a leg closed: which parcels were not scanned there."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.missing.domain.raising import raise_case
from shop.fulfilment.missing.models import CaseState, Leg, ParcelCase
from shop.fulfilment.models import NOT_LOADED, CustodyEvent, Parcel, ParcelState
from shop.order.enums import SellerOrderState
from shop.shipping.enums import RunState

LEFT = [RunState.DEPARTED, RunState.ARRIVED, RunState.CLOSED]
LOOKED_BACK = datetime.timedelta(days=60)


def raise_missing(*, at: datetime.datetime) -> list[ParcelCase]:
    """Open a case for every parcel a closed leg left behind, each in a transaction of its own; again adds none.

    A leg closes MISSING_GRACE_MINUTES after the truck left or reached the stop; on the way back after
    RETURN_LEG_DAYS in one hand.
    """
    cases = []
    for leg, parcel, note in _left_behind(at):
        try:
            cases.append(raise_case(parcel=parcel, leg=leg, note=note, at=at))
        except Refused:  # it was scanned a moment ago
            continue
    return cases


def _left_behind(at: datetime.datetime) -> Iterator[tuple[Leg, Parcel, str]]:
    grace = at - datetime.timedelta(minutes=settings.MISSING_GRACE_MINUTES)
    for parcel in _not_loaded(grace, at):
        yield Leg.LOADING, parcel, _("Xe đã chạy mà kiện chưa được quét lên xe.")
    for parcel in _not_received(grace, at):
        yield Leg.STOP, parcel, _("Xe đã tới điểm mà điểm chưa quét nhận kiện.")
    for parcel in _stuck_on_the_way_back(at):
        yield Leg.RETURN, parcel, _("Kiện đang trả về mà quá lâu không ai quét tiếp.")


def _on_the_way(states: list[ParcelState], at: datetime.datetime) -> QuerySet[Any]:
    """Return parcels of living orders in these states that were not looked for since they were last scanned, or were
    said to be found and not scanned since.
    """
    last = CustodyEvent.objects.filter(parcel=OuterRef("pk")).order_by("-pk")
    cases = ParcelCase.objects.filter(parcel=OuterRef("pk")).order_by("-pk")
    rows = Parcel.objects.filter(state__in=states).exclude(seller_order__state=SellerOrderState.CANCELLED)
    rows = rows.annotate(
        seen_at=Subquery(last.values("at")[:1]),
        closed_at=Subquery(cases.values("closed_at")[:1]),
        case_state=Subquery(cases.values("state")[:1]),
    )
    long_ago = at - datetime.timedelta(hours=settings.MISSING_PARCEL_HOURS)
    again = Q(case_state=CaseState.FOUND) & (Q(closed_at__lt=F("seen_at")) | Q(closed_at__lte=long_ago))
    new = Q(case_state=None) | again
    return rows.filter(new).select_related("seller_order__seller", "run_stop__run").order_by("pk")


def _not_loaded(grace: datetime.datetime, at: datetime.datetime) -> QuerySet[Any]:
    left = Q(run_stop__run__departs_at__lte=grace, run_stop__run__departs_at__gte=at - LOOKED_BACK)
    rows = _on_the_way(list(NOT_LOADED), at).filter(left, run_stop__run__state__in=LEFT)
    return rows.filter(seller_order__state__in=[SellerOrderState.PACKED, SellerOrderState.ON_THE_WAY])


def _not_received(grace: datetime.datetime, at: datetime.datetime) -> QuerySet[Any]:
    return _on_the_way([ParcelState.WITH_DRIVER], at).filter(run_stop__arrived_at__lte=grace)


def _stuck_on_the_way_back(at: datetime.datetime) -> QuerySet[Any]:
    since = at - datetime.timedelta(days=settings.RETURN_LEG_DAYS)
    return _on_the_way([ParcelState.RETURNING], at).filter(seen_at__lte=since)
