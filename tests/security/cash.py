"""Cash of a tenant on its way: one hand-over of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from shop.fulfilment.cash.models import Leg, Remittance

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_cash(tenant: Tenant) -> None:
    """The point says it gave money to the driver and the treasury, the driver that they handed some in."""
    operator, driver = tenant.people["operator"], tenant.people["driver"]
    legs = [
        (Leg.POINT_DRIVER, tenant.point, driver, operator),
        (Leg.POINT_TREASURY, tenant.point, None, operator),
        (Leg.DRIVER_TREASURY, None, driver, driver),
    ]
    for leg, point, carrier, giver in legs:
        Remittance.objects.create(
            leg=leg,
            point=point,
            driver=carrier,
            handed_vnd=50_000,
            handed_by=giver,
            handed_at=timezone.now(),
            note=tenant.canary,
            nonce=f"{tenant.canary}-{leg}",
        )


def remittance(leg: Leg, tenant: Tenant) -> Remittance:
    """Return one of them; the note is the tenant's canary."""
    return Remittance.objects.get(leg=leg, note=tenant.canary)
