"""Who may act for whom. Scoping starts here: views ask for ids, querysets filter by them."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser

from shop.accounts.enums import OFFICE_ROLES, SELLER_ROLES, Role
from shop.accounts.models import RoleGrant, User

AnyUser = User | AnonymousUser


def has_role(user: AnyUser, *roles: Role) -> bool:
    """Return whether an active user holds one of the roles, for whatever seller, point or province."""
    return (
        bool(user.is_authenticated and user.is_active)
        and RoleGrant.objects.filter(user_id=user.pk, role__in=roles).exists()
    )


def seller_ids(user: AnyUser, roles: Iterable[Role] = SELLER_ROLES) -> list[int]:
    """Return the sellers for which the user holds one of the roles."""
    return _ids(user, roles, "seller_id")


def point_ids(user: AnyUser) -> list[int]:
    """Return the pick-up points the user operates."""
    return _ids(user, [Role.POINT_OPERATOR], "point_id")


def province_codes(user: AnyUser, role: Role) -> list[str] | None:
    """Return the provinces of a role; None means every province; an empty list means none."""
    grants = RoleGrant.objects.filter(
        user_id=user.pk, role__in=[role, Role.ADMINISTRATOR], commune=None, user__is_active=True
    )
    codes = [grant.province_id for grant in grants]
    return None if None in codes else [code for code in codes if code]


def commune_codes(user: AnyUser, role: Role) -> list[str]:
    """Return the communes a role is granted for alone, beside whole provinces."""
    grants = RoleGrant.objects.filter(user_id=user.pk, role=role, commune__isnull=False, user__is_active=True)
    return sorted(grants.values_list("commune", flat=True))


def is_office(user: AnyUser) -> bool:
    """Return whether the user works in the back office."""
    return has_role(user, *OFFICE_ROLES)


def _ids(user: AnyUser, roles: Iterable[Role], field: str) -> list[int]:
    if not user.is_authenticated or not user.is_active:
        return []
    grants = RoleGrant.objects.filter(user_id=user.pk, role__in=list(roles)).exclude(**{field: None})
    return sorted(set(grants.values_list(field, flat=True)))
