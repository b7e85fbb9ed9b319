"""Calls within an admin's reach."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.aftersales.models import Call, CallAttempt

REVIEW = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})


def calls_within(reach: Reach) -> QuerySet[Call]:
    """Return the calls about sellers of the provinces this person answers for, with everything a row shows."""
    if not reach.roles & REVIEW:
        return Call.objects.none()
    attempts = Prefetch("attempts", CallAttempt.objects.select_related("by"))
    calls = Call.objects.select_related(
        "seller_order__order", "seller_order__seller", "seller_order__run_stop__run", "seller_order__run_stop__point"
    ).prefetch_related(attempts, "seller_order__lines")
    return reach.within(calls, Role.REVIEWER, "seller_order__seller__province")


def waiting_calls(reach: Reach) -> int:
    return calls_within(reach).waiting().count()
