"""One person for every role, with a known password; sign-in by phone code works for all of them too."""

from __future__ import annotations

import datetime

from django.contrib.auth.hashers import make_password

from sellers.models import Partner
from shop.accounts.enums import OFFICE_ROLES, SELLER_ROLES, Role
from shop.accounts.models import RoleGrant, User
from shop.accounts.phones import parse_mobile
from shop.accounts.second_factor import enroll
from shop.demo.tables import rows
from shop.shipping.models import PickUpPoint

PASSWORD = "phien-cho-minh-hoa"  # noqa: S105  printed by `make run`, only ever used for the demo market
SECOND_FACTOR_SECRET = "CHOPHIENMINHHOA234567ABCDEFGHIJK"  # noqa: S105  shown at /demo/ with its current digits


def load_people(*, points: dict[str, PickUpPoint], now: datetime.datetime) -> dict[str, User]:
    """Create the missing people of data/people.csv with their grants; return key -> user."""
    password = make_password(PASSWORD)
    people = {row["key"]: _person(row, password, now) for row in rows("people")}
    for row in rows("people"):
        if row["role"] != "buyer" and (row["scope"] or row["role"] not in SELLER_ROLES):
            _grant(people[row["key"]], row, points)
    return people


def _person(row: dict[str, str], password: str, now: datetime.datetime) -> User:
    staff = row["role"] in OFFICE_ROLES
    user, added = User.objects.get_or_create(
        phone=parse_mobile(row["phone"]),
        defaults={
            "full_name": row["full_name"],
            "commune_id": row["commune_code"],
            "phone_verified_at": now,
            "password": password,
            "is_staff": staff,
            "is_superuser": row["role"] == Role.ADMINISTRATOR,
            "is_demo": True,
        },
    )
    if added and staff:
        enroll(user, SECOND_FACTOR_SECRET)
    return user


def _grant(user: User, row: dict[str, str], points: dict[str, PickUpPoint]) -> None:
    kind, _, value = row["scope"].partition(":")
    scope: dict[str, object] = {}
    if kind == "seller":
        scope["seller"] = Partner.objects.get(name=value, is_demo=True)
    elif kind == "point":
        scope["point"] = points[value]
    elif kind == "province":
        scope["province_id"] = value
    RoleGrant.objects.get_or_create(user=user, role=row["role"], **scope)
