"""Questions about standing."""

from __future__ import annotations

from django.db.models import QuerySet

from sellers.models import Partner
from sellers.standing.models import (
    OPEN_MEASURES,
    BankChange,
    BankChangeState,
    Measure,
    MeasureKind,
    MeasureState,
)
from shop.accounts.enums import Role
from shop.accounts.reach import Reach


def open_measure(seller: Partner) -> Measure | None:
    """Return the suspension or closing that has not taken effect."""
    measures = Measure.objects.filter(seller=seller, state__in=OPEN_MEASURES)
    return measures.select_related("proposed_by", "confirmed_by", "authority_paper").first()


def pending_change(seller: Partner) -> BankChange | None:
    """Return the change of account that waits for confirmation."""
    return BankChange.objects.filter(seller=seller, state=BankChangeState.PENDING).first()


def judged_changes(reach: Reach) -> QuerySet[BankChange]:
    """Return the changes of account this person may confirm: of the provinces of a reviewer or an accountant."""
    role = next((role for role in (Role.ADMINISTRATOR, Role.REVIEWER, Role.FINANCE) if role in reach.roles), None)
    if role is None:
        return BankChange.objects.none()
    changes = BankChange.objects.select_related("seller__province", "asked_by", "first_by", "second_by")
    return reach.within(changes, role, "seller__province")


def demanded_closings() -> QuerySet[Measure]:
    """Return the closings that an authority asked for and a second person has not confirmed, the oldest first."""
    waiting = Measure.objects.filter(kind=MeasureKind.CLOSE, state=MeasureState.PROPOSED).exclude(authority="")
    return waiting.select_related("seller").order_by("authority_asked_at", "pk")


def open_measures(reach: Reach) -> QuerySet[Measure]:
    """Return the measures of a reviewer's provinces that have not taken effect."""
    if not reach.roles & {Role.REVIEWER, Role.ADMINISTRATOR}:
        return Measure.objects.none()
    measures = Measure.objects.filter(state__in=OPEN_MEASURES).select_related("seller", "proposed_by")
    return reach.within(measures, Role.REVIEWER, "seller__province")
