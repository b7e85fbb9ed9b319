"""What a signed-in person may reach: the ids that views filter by."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from shop.accounts.enums import LISTING_ROLES, Role
from shop.accounts.models import RoleGrant
from shop.accounts.queries import AnyUser, commune_codes, is_office, point_ids, province_codes, seller_ids

AnyModel = TypeVar("AnyModel", bound=Model)


class Reach:
    """Sellers, points and provinces of one person, each read at most once per request."""

    def __init__(self, user: AnyUser) -> None:
        self.user = user
        self._provinces: dict[Role, list[str] | None] = {}
        self._communes: dict[Role, list[str]] = {}

    @cached_property
    def roles(self) -> frozenset[str]:
        """Every role held, wherever it is held."""
        if not self.user.is_authenticated or not self.user.is_active:
            return frozenset()
        return frozenset(RoleGrant.objects.filter(user_id=self.user.pk).values_list("role", flat=True))

    @cached_property
    def seller_ids(self) -> list[int]:
        """Sellers this person works for in any role."""
        return seller_ids(self.user)

    @cached_property
    def listing_seller_ids(self) -> list[int]:
        """Sellers whose listings, prices and stock this person may change."""
        return seller_ids(self.user, LISTING_ROLES)

    @cached_property
    def owned_seller_ids(self) -> list[int]:
        """Sellers this person owns: payouts, staff and papers."""
        return seller_ids(self.user, [Role.SELLER_OWNER])

    @cached_property
    def point_ids(self) -> list[int]:
        """Pick-up points this person operates."""
        return point_ids(self.user)

    @cached_property
    def is_office(self) -> bool:
        """Whether this person works in the back office."""
        return is_office(self.user)

    def provinces(self, role: Role) -> list[str] | None:
        """Return the province codes of a role; None means every province; an empty list means none."""
        if role not in self._provinces:
            self._provinces[role] = province_codes(self.user, role)
        return self._provinces[role]

    def communes(self, role: Role) -> list[str]:
        """Return the codes of communes that a role is granted for alone."""
        if role not in self._communes:
            self._communes[role] = commune_codes(self.user, role)
        return self._communes[role]

    def within(
        self, queryset: QuerySet[AnyModel], role: Role, field: str = "province", commune_field: str = ""
    ) -> QuerySet[AnyModel]:
        """Return only the rows whose province (reached through `field`) this person's role covers.

        commune_field: where given, also rows of communes the role is granted for alone.
        """
        codes = self.provinces(role)
        if codes is None:
            return queryset
        mine = Q(**{f"{field}__in": codes})
        if commune_field:
            mine |= Q(**{f"{commune_field}__in": self.communes(role)})
        return queryset.filter(mine)
