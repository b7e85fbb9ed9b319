"""Who holds how much cash."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.runs.queries import cash_at_points, cash_at_sellers


@require_safe
@office(Role.FINANCE)
def cash(request: HttpRequest) -> HttpResponse:
    """Drawers of points and what sellers took at the door, summed from the ledger."""
    points, sellers = cash_at_points(request.reach), cash_at_sellers(request.reach)
    context = {
        "points": points,
        "sellers": sellers,
        "at_points": sum(row.amount_vnd for row in points),
        "at_sellers": sum(row.amount_vnd for row in sellers),
    }
    return render_office(request, "backoffice/runs/cash.html", context)
