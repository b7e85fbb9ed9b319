"""Questions about counterfeit reports."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.crypto import constant_time_compare

from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.campaign.counterfeit.models import OPEN, CaseState, CounterfeitCase


def of_reporter(number: str, token: str) -> CounterfeitCase | None:
    """Return the case when the token is its own."""
    case = CounterfeitCase.objects.filter(number=number).select_related("product", "seller", "lot").first()
    return case if case and constant_time_compare(case.token, token) else None


def desk(reach: Reach) -> QuerySet[CounterfeitCase]:
    """Return the cases of this reviewer's provinces and those without a seller; open ones first, the oldest on top."""
    codes = reach.provinces(Role.REVIEWER)
    cases = CounterfeitCase.objects.select_related("product", "seller", "lot", "assignee", "decided_by")
    if codes is not None:
        cases = cases.filter(seller__province__in=codes) | cases.filter(seller=None)
    is_closed = Case(When(state=CaseState.DECIDED, then=Value(1)), default=Value(0), output_field=IntegerField())
    return cases.order_by(is_closed, "created_at", "pk")


def waiting(reach: Reach) -> int:
    """Return how many cases are open for this reviewer."""
    return desk(reach).filter(state__in=OPEN).count()


def asked_of(seller_ids: Iterable[int]) -> QuerySet[CounterfeitCase]:
    """Return the cases these sellers were asked about or that were decided; never who reported."""
    cases = CounterfeitCase.objects.filter(seller__in=list(seller_ids)).exclude(question="", state__in=OPEN)
    return cases.defer("phone", "token").select_related("product", "lot", "seller")
