"""Questions about shop fronts."""

from __future__ import annotations

from django.db.models import QuerySet

from sellers.models import Partner
from sellers.shopfront.models import EditState, ShopEdit, ShopPicture


def shown_pictures(seller: Partner) -> QuerySet[ShopPicture]:
    """Return the pictures that buyers may see."""
    return ShopPicture.objects.filter(seller=seller, state=EditState.APPROVED)


def last_edit(seller: Partner) -> ShopEdit | None:
    """Return the edit the seller should hear about: the one that waits, or the last decided one."""
    return ShopEdit.objects.filter(seller=seller).order_by("-submitted_at", "-pk").first()
