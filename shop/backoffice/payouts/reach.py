"""Payouts of the whole market are for those of the whole market; a province's finance reads its own sellers'."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sellers.payouts.models import Payout
from shop.accounts.enums import Role


def is_nationwide(request: HttpRequest) -> bool:
    """Return whether this person's finance role covers every province."""
    return request.reach.provinces(Role.FINANCE) is None


def require_nationwide(request: HttpRequest) -> None:
    """Raise PermissionDenied for finance of a province."""
    if not is_nationwide(request):
        raise PermissionDenied(_("Việc này của kế toán cả nước."))


def payouts_within(request: HttpRequest) -> QuerySet[Payout]:
    """Return the payouts this person may read."""
    rows = Payout.objects.select_related("period", "seller")
    return request.reach.within(rows, Role.FINANCE, "seller__province")
