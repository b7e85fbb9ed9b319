"""What the forum says to a shop, and the shop's own voice in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.campaign.forum.queries import of_seller
from shop.seller_centre.frame import current_seller, render

MOST = 100


@require_safe
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """Topics addressed to the shop, naming it, or written in its name."""
    seller = current_seller(request)
    rows = of_seller(seller.pk)
    rows = rows if seller.pk in request.reach.listing_seller_ids else rows.none()
    return render(request, "seller_centre/forum.html", seller=seller, tab="forum", topics=rows[:MOST])
