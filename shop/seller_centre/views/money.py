"""What the market owes a seller, from the ledger."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.payouts.queries import owed, statement
from shop.accounts.enums import Role
from shop.accounts.permissions import seller_staff
from shop.seller_centre.frame import current_seller, render

DAYS = 30


@require_safe
@seller_staff([Role.SELLER_OWNER])
def index(request: HttpRequest) -> HttpResponse:
    """Balance and the movements of the last thirty days, for owners."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        return redirect("seller_centre:today")
    now = timezone.now()
    rows = statement(seller, since=now - datetime.timedelta(days=DAYS), until=now)
    return render(
        request,
        "seller_centre/money.html",
        seller=seller,
        tab="money",
        owed=owed(seller),
        rows=list(reversed(rows)),
        days=DAYS,
    )
