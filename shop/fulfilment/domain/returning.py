"""Parcels that nobody collected set out for their sellers."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.fulfilment.domain.custody import pass_on
from shop.fulfilment.models import Parcel, ParcelState
from shop.order.domain.transitions import lock
from shop.order.models import SellerOrder


@transaction.atomic
def send_back(
    *, seller_order: SellerOrder, actor: User | None, at: datetime.datetime, reason: str = "", key: str = "send-back"
) -> list[Parcel]:
    """Mark the parcels of a part that wait at a point as going back; doing it again changes nothing.

    The caller moves the part itself. key: begins the nonces of this act. Return the parcels that are going back.
    """
    lock(order_id=seller_order.order_id)
    here = Parcel.objects.select_for_update(of=("self",)).filter(
        seller_order=seller_order, state__in=[ParcelState.AT_POINT, ParcelState.RETURNING]
    )
    parcels = list(here.select_related("seller_order", "run_stop__point").order_by("pk"))
    for parcel in parcels:
        if parcel.state == ParcelState.AT_POINT:
            pass_on(
                parcel=parcel,
                to=ParcelState.RETURNING,
                actor=actor,
                nonce=f"{key}:{parcel.pk}",
                reason=reason,
                at=at,
            )
    return parcels
