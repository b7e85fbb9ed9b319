"""What each tenant has of hubs and of parcels that are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from shop.accounts.enums import Role
from shop.fulfilment.missing.domain.raising import raise_case
from shop.fulfilment.missing.models import ParcelCase
from shop.shipping.models import PickUpPoint
from tests.factories.hubs import a_hub
from tests.factories.people import GrantFactory

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_hub(tenant: Tenant) -> None:
    """A hub with its operator, and a case about the tenant's parcel."""
    hub = a_hub(tenant.run, name=f"{tenant.canary} gom hàng")
    GrantFactory(user=tenant.people["operator"], role=Role.POINT_OPERATOR, point=hub)
    raise_case(parcel=tenant.parcel, note=tenant.canary, actor=tenant.people["driver"], at=timezone.now())


def hub_of(tenant: Tenant) -> PickUpPoint:
    return PickUpPoint.objects.hubs().get(name=f"{tenant.canary} gom hàng")


def case_of(tenant: Tenant) -> ParcelCase:
    return ParcelCase.objects.get(parcel=tenant.parcel)
