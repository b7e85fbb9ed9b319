"""A collection hub takes parcels in from sellers for drivers, and from drivers for sellers."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.fulfilment.domain.custody import (
    Scan,
    WrongPerson,
    WrongPlace,
    WrongTime,
    elsewhere,
    locked_parcel,
    not_from_here,
    pass_on,
)
from shop.fulfilment.domain.parcel_codes import tidy
from shop.fulfilment.models import ParcelState
from shop.order.enums import SellerOrderState
from shop.shipping.enums import RunState
from shop.shipping.models import PickUpPoint, Run

LOADING = frozenset({RunState.FROZEN, RunState.DEPARTED})


@transaction.atomic
def take_in(*, code: str, hub: PickUpPoint, operator: User, nonce: str, at: datetime.datetime) -> Scan:
    """The operator of a hub takes a packed parcel from its seller, or a returning one from a driver or a point.

    Raises UnknownParcel, WrongPlace, WrongPerson, WrongTime, NonceTaken.
    """
    parcel = locked_parcel(code)
    _check(hub, operator)
    stop = parcel.run_stop
    if stop is None or stop.run.province_id != hub.commune.province_id:
        raise WrongPlace(elsewhere(parcel))
    if parcel.state == ParcelState.RETURNING:
        return pass_on(parcel=parcel, to=ParcelState.RETURNING, actor=operator, point=hub, nonce=nonce, at=at)
    if parcel.state == ParcelState.PACKED and parcel.seller_order.state == SellerOrderState.CANCELLED:
        raise WrongTime(_("Đơn của kiện %(code)s đã hủy. Để kiện lại cho nhà bán.") % {"code": parcel.code})
    return pass_on(parcel=parcel, to=ParcelState.AT_HUB, actor=operator, point=hub, nonce=nonce, at=at)


@transaction.atomic
def give_out(*, code: str, hub: PickUpPoint, operator: User, nonce: str, at: datetime.datetime) -> Scan:
    """The operator of a hub gives a parcel to the driver of its run, who holds it from then on.

    Raises UnknownParcel, WrongPlace, WrongPerson, WrongTime, NonceTaken.
    """
    # The run first, as everybody does, so that it is not called off meanwhile.
    run = Run.objects.filter(stops__parcels__code=tidy(code)).select_for_update(no_key=True, of=("self",)).first()
    parcel = locked_parcel(code)
    _check(hub, operator)
    last = parcel.custody.order_by("-pk").first()
    if run is None or last is None or last.point_id != hub.pk:
        raise WrongPlace(_("Kiện %(code)s không ở điểm gom này.") % {"code": parcel.code})
    if parcel.state not in {ParcelState.AT_HUB, ParcelState.WITH_DRIVER}:
        raise WrongTime(not_from_here(parcel))
    if parcel.seller_order.state == SellerOrderState.CANCELLED:
        raise WrongTime(_("Đơn của kiện %(code)s đã hủy. Trả kiện lại cho nhà bán.") % {"code": parcel.code})
    if run.state not in LOADING or run.driver is None:
        raise WrongTime(_("Chuyến %(run)s chưa chốt đơn hoặc chưa có tài xế.") % {"run": run.code})
    return pass_on(
        parcel=parcel,
        to=ParcelState.WITH_DRIVER,
        actor=operator,
        holder=run.driver,
        point=hub,
        nonce=nonce,
        at=at,
    )


def _check(hub: PickUpPoint, operator: User) -> None:
    if not hub.is_hub or hub.pk not in point_ids(operator):
        raise WrongPerson(_("Bạn không trực điểm gom %(point)s.") % {"point": hub.name})
