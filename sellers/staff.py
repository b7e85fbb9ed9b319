"""Who works for a seller, and how they are told something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sellers.models import Partner
from shop.accounts.enums import SELLER_ROLES, Role
from shop.accounts.models import RoleGrant, User
from shop.communication.sending import tell


def staff_of(seller: Partner, roles: Iterable[Role] = SELLER_ROLES) -> list[User]:
    """Return the active people who hold one of the roles for a seller, the longest there first."""
    grants = RoleGrant.objects.filter(seller=seller, role__in=list(roles), user__is_active=True)
    return list({grant.user_id: grant.user for grant in grants.select_related("user").order_by("pk")}.values())


def phones_of(seller: Partner) -> list[str]:
    """Return the numbers at which a seller is reached: its staff's, or its own when nobody has one."""
    phones = [user.phone for user in staff_of(seller) if user.phone]
    return list(dict.fromkeys(phones)) or ([seller.phone] if seller.phone else [])


def tell_staff(*, seller: Partner, key: str, template: str, context: dict[str, Any]) -> None:
    """Tell everybody of a seller the same, each once per key."""
    for phone in phones_of(seller):
        tell(key=f"{key}:{phone}", recipient=phone, template=template, context=context)
