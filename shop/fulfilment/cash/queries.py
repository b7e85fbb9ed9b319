"""Who holds how much cash since when, and what waits for whom."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.accounts.reach import Reach
from shop.fulfilment.cash.holding import driver_limit
from shop.fulfilment.cash.models import CashLimit, Leg, Remittance, RemittanceState
from shop.ledger.cash_in import oldest_in_drawers
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balances
from shop.shipping.models import PickUpPoint


@dataclass(frozen=True)
class Held:
    """Cash at one point or driver: in the ledger, said to be handed over already, allowed, and since when it is there.

    variance_vnd: what counts found missing (positive) or too much at a point and nobody settled yet.
    """

    holder: PickUpPoint | User
    held_vnd: int
    waiting_vnd: int
    limit_vnd: int
    since: datetime.datetime | None = None
    variance_vnd: int = 0

    @property
    def here_vnd(self) -> int:
        """What should lie there now."""
        return self.held_vnd - self.waiting_vnd

    @property
    def is_full(self) -> bool:
        return bool(self.limit_vnd) and self.held_vnd >= self.limit_vnd

    def is_overdue(self, at: datetime.datetime) -> bool:
        """Return whether the oldest of this money lies longer than CASH_REMIT_DAYS."""
        return self.since is not None and at - self.since > datetime.timedelta(days=settings.CASH_REMIT_DAYS)


def drawers_of(point_ids: Collection[int]) -> list[Held]:
    """Return the drawers of some points, by name, the empty ones too."""
    return drawers(PickUpPoint.objects.without_hubs().filter(pk__in=point_ids).order_by("name"))


def drawers(points: QuerySet[PickUpPoint]) -> list[Held]:
    """Return the drawer of each point. A fixed number of queries."""
    held, variances = balances(AccountKind.CASH_DRAWER), balances(AccountKind.CASH_VARIANCE)
    waiting = _waiting(Q(point__isnull=False), "point")
    own = dict(CashLimit.objects.exclude(point=None).values_list("point", "limit_vnd"))
    since = oldest_in_drawers()
    return [
        Held(
            holder=point,
            held_vnd=held.get(str(point.pk), 0),
            waiting_vnd=waiting.get(point.pk, 0),
            limit_vnd=own.get(point.pk, settings.CASH_POINT_LIMIT_VND),
            since=since.get(str(point.pk)),
            variance_vnd=variances.get(str(point.pk), 0),
        )
        for point in points
    ]


def drivers(users: QuerySet[User]) -> list[Held]:
    """Return the drivers among `users` who carry cash, most first."""
    held = {int(key): amount for key, amount in balances(AccountKind.CASH_DRIVER).items() if amount}
    waiting = _waiting(Q(leg=Leg.DRIVER_TREASURY), "driver")
    rows = [
        Held(user, held[user.pk], waiting.get(user.pk, 0), driver_limit(user.pk), _since(user.pk, held[user.pk]))
        for user in users.filter(pk__in=held)
    ]
    return sorted(rows, key=lambda row: -row.held_vnd)


def waiting_for_driver(driver_id: int) -> QuerySet[Remittance]:
    """Return what points say they handed to a driver and the driver has not confirmed."""
    rows = Remittance.objects.filter(driver=driver_id, leg=Leg.POINT_DRIVER, state=RemittanceState.WAITING)
    return rows.select_related("point", "handed_by")


def remittances_within(reach: Reach) -> QuerySet[Remittance]:
    """Return the remittances of the person's provinces, oldest first."""
    rows = Remittance.objects.select_related("point", "driver", "handed_by", "received_by", "settled_by")
    codes = reach.provinces(Role.FINANCE)
    if codes is None:
        return rows
    mine = Q(point__commune__province__in=codes) | Q(point=None, driver__in=drivers_within(reach))
    return rows.filter(mine)


def drivers_within(reach: Reach) -> QuerySet[User]:
    """Return the drivers of the person's provinces, of the past too."""
    codes = reach.provinces(Role.FINANCE)
    if codes is None:
        return User.objects.all()
    grants = RoleGrant.objects.filter(role=Role.DRIVER, province__in=codes).values("user")
    return User.objects.filter(Q(pk__in=grants) | Q(runs__province__in=codes)).distinct()


def drivers_for(point: PickUpPoint) -> QuerySet[User]:
    """Return whom a point may hand cash to: drivers of its province."""
    grants = RoleGrant.objects.filter(role=Role.DRIVER)
    grants = grants.filter(Q(province=None) | Q(province=point.commune.province_id))
    return User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("full_name", "pk")


def _waiting(which: Q, field: str) -> dict[int, int]:
    found: dict[int, int] = {}
    rows = Remittance.objects.filter(which, state=RemittanceState.WAITING).order_by("pk")
    for pk, amount in rows.values_list(field, "handed_vnd"):
        found[pk] = found.get(pk, 0) + amount
    return found


def _since(driver_id: int, held_vnd: int) -> datetime.datetime | None:
    """Return when a driver took the oldest money still carried: the newest take-overs make up what is held."""
    taken = Remittance.objects.filter(driver=driver_id, leg=Leg.POINT_DRIVER, received_vnd__gt=0)
    since = None
    for amount, at in taken.order_by("-received_at", "-pk").values_list("received_vnd", "received_at").iterator():
        if held_vnd <= 0:
            break
        since, held_vnd = at, held_vnd - amount
    return since
