"""What each tenant has of hubs, of parcels that are looked for and of broken goods."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.fulfilment.amendments.domain.picturing import keep_pictures
from shop.fulfilment.amendments.models import Amendment, AmendmentKind, AmendmentOutcome, AmendmentPicture, Answer
from shop.fulfilment.collecting.domain.no_shows import record_no_show
from shop.fulfilment.collecting.models import NoShowRule
from shop.fulfilment.missing.domain.raising import raise_case
from shop.fulfilment.missing.models import ParcelCase
from shop.shipping.models import PickUpPoint
from tests.factories.hubs import a_hub
from tests.factories.listings import clean_picture
from tests.factories.people import GrantFactory

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_hub(tenant: Tenant) -> None:
    """A hub with its operator, a case about the tenant's parcel, a buyer who did not come, a rule that ended."""
    hub = a_hub(tenant.run, name=f"{tenant.canary} gom hàng")
    GrantFactory(user=tenant.people["operator"], role=Role.POINT_OPERATOR, point=hub)
    raise_case(parcel=tenant.parcel, note=tenant.canary, actor=tenant.people["driver"], at=timezone.now())
    for who in ("driver", "operator"):
        _picture(tenant, tenant.people[who])
    record_no_show(order=tenant.order, run_stop=tenant.stop, at=timezone.now())
    day = datetime.date(2020, 1, 1 if tenant.name == "A" else 2)
    NoShowRule.objects.create(
        times=1, months=1, valid_from=day, valid_to=day, basis=tenant.canary, set_at=timezone.now()
    )


def _picture(tenant: Tenant, taken_by: User) -> None:
    """Somebody photographed broken goods of the tenant."""
    now = timezone.now()
    told = Amendment.objects.create(
        seller_order=tenant.parcel.seller_order,
        kind=AmendmentKind.DAMAGE,
        reason=tenant.canary,
        proposed_by=taken_by,
        proposed_at=now,
        answer_by=now,
        is_open=False,
    )
    nothing = dict.fromkeys(("total_before_vnd", "total_after_vnd", "weight_before_g", "weight_after_g"), 0)
    nothing |= dict.fromkeys(("commission_before_vnd", "commission_after_vnd"), 0)
    AmendmentOutcome.objects.create(amendment=told, answer=Answer.RECORDED, by=taken_by, at=now, **nothing)
    keep_pictures(told, [clean_picture()])


def picture_by(kind: str) -> Callable[[Tenant], dict[str, int]]:
    """Return the identifiers of the picture that the tenant's driver or operator took."""
    return lambda tenant: {"pk": AmendmentPicture.objects.get(amendment__proposed_by=tenant.people[kind]).pk}


def hub_of(tenant: Tenant) -> PickUpPoint:
    return PickUpPoint.objects.hubs().get(name=f"{tenant.canary} gom hàng")


def case_of(tenant: Tenant) -> ParcelCase:
    return ParcelCase.objects.get(parcel=tenant.parcel)
