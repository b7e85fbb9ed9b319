"""What each tenant has of weekly runs, days without runs, and people who ask for points and runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from shop.shipping.models import Holiday, PointApplication, RunWatch
from tests.factories.places import RunTemplateFactory

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_planning(tenant: Tenant) -> None:
    """Write one of each for a tenant; the rows find them by the tenant's point and people."""
    RunTemplateFactory(province=tenant.province, name=f"{tenant.canary} hằng tuần")
    Holiday.objects.create(day="2030-01-01", name="Nghỉ lễ của điểm", point=tenant.point)
    RunWatch.objects.create(phone="+84900000001", commune=tenant.point.commune, created_at=timezone.now())
    PointApplication.objects.create(
        applicant=tenant.people["owner"],
        name=f"Tạp hóa {tenant.canary}",
        kind="shop",
        commune=tenant.point.commune,
        address_line="Thôn 1",
        opening_hours="Hằng ngày",
        capacity_parcels=1,
        submitted_at=timezone.now(),
    )
