"""What the seller centre of a tenant holds beside orders: a call about a late order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from shop.aftersales.models import Call

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_seller_centre(tenant: Tenant) -> None:
    """Make the things of one tenant; rows find them again by its seller."""
    now = timezone.now()
    Call.objects.create(seller_order=tenant.order.seller_orders.get(), since=now, made_at=now)


def call(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Call.objects.get(seller_order__order=tenant.order).pk}
