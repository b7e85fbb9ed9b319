"""What a point or a driver holds by the ledger, what is on its way to somebody else, and how much they may hold."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Sum

from shop.fulfilment.cash.models import CashLimit, Leg, Remittance, RemittanceState
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry
from shop.ledger.queries import balance, balances


def drawer_vnd(point_id: int) -> int:
    """Return what should lie in a drawer: the ledger's balance less what was handed over and waits for its taker."""
    waiting = Remittance.objects.filter(point=point_id, state=RemittanceState.WAITING)
    return balance(AccountKind.CASH_DRAWER, str(point_id)) - _sum(waiting)


def carried_vnd(driver_id: int) -> int:
    """Return what a driver should have on them."""
    waiting = Remittance.objects.filter(driver=driver_id, leg=Leg.DRIVER_TREASURY, state=RemittanceState.WAITING)
    return balance(AccountKind.CASH_DRIVER, str(driver_id)) - _sum(waiting)


def carried_by_point(driver_id: int) -> list[tuple[str, int]]:
    """Return (line key, amount) of a driver's cash by the points it came from, oldest point first."""
    rows = Entry.objects.filter(account__kind=AccountKind.CASH_DRIVER, account__key=str(driver_id))
    sums = rows.values_list("line_key").annotate(total=Sum("amount_vnd")).order_by("line_key")
    return [(line, int(total)) for line, total in sums if total]


def point_limit(point_id: int) -> int:
    """Return how much a point may hold in VND; 0: no limit."""
    own = CashLimit.objects.filter(point=point_id).values_list("limit_vnd", flat=True).first()
    return settings.CASH_POINT_LIMIT_VND if own is None else own


def driver_limit(driver_id: int) -> int:
    """Return how much a driver may carry in VND; 0: no limit."""
    own = CashLimit.objects.filter(driver=driver_id).values_list("limit_vnd", flat=True).first()
    return settings.CASH_DRIVER_LIMIT_VND if own is None else own


def full_points(point_ids: Iterable[int]) -> set[int]:
    """Return which points hold their limit or more, so that no further order is paid there in cash. Two queries."""
    ids, held = set(point_ids), balances(AccountKind.CASH_DRAWER)
    own = dict(CashLimit.objects.filter(point__in=ids).values_list("point", "limit_vnd"))
    limits = {pk: own.get(pk, settings.CASH_POINT_LIMIT_VND) for pk in ids}
    return {pk for pk, limit in limits.items() if limit and held.get(str(pk), 0) >= limit}


def _sum(rows: object) -> int:
    return rows.aggregate(total=Sum("handed_vnd"))["total"] or 0  # type: ignore[attr-defined]
