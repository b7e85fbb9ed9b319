"""What each tenant has of hubs and of parcels that are looked for."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from shop.accounts.enums import Role
from shop.fulfilment.collecting.domain.no_shows import record_no_show
from shop.fulfilment.collecting.models import NoShowRule
from shop.fulfilment.missing.domain.raising import raise_case
from shop.fulfilment.missing.models import ParcelCase
from shop.shipping.models import PickUpPoint
from tests.factories.hubs import a_hub
from tests.factories.people import GrantFactory

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_hub(tenant: Tenant) -> None:
    """A hub with its operator, a case about the tenant's parcel, a buyer who did not come, a rule that ended."""
    hub = a_hub(tenant.run, name=f"{tenant.canary} gom hàng")
    GrantFactory(user=tenant.people["operator"], role=Role.POINT_OPERATOR, point=hub)
    raise_case(parcel=tenant.parcel, note=tenant.canary, actor=tenant.people["driver"], at=timezone.now())
    record_no_show(order=tenant.order, run_stop=tenant.stop, at=timezone.now())
    day = datetime.date(2020, 1, 1 if tenant.name == "A" else 2)
    NoShowRule.objects.create(
        times=1, months=1, valid_from=day, valid_to=day, basis=tenant.canary, set_at=timezone.now()
    )


def hub_of(tenant: Tenant) -> PickUpPoint:
    return PickUpPoint.objects.hubs().get(name=f"{tenant.canary} gom hàng")


def case_of(tenant: Tenant) -> ParcelCase:
    return ParcelCase.objects.get(parcel=tenant.parcel)
