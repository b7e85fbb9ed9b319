"""A seller reports a parcel that nobody scanned on, or that never came back."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import seller_staff
from shop.fulfilment.missing.reporting import report_page
from shop.seller_centre.frame import current_seller, render


@require_http_methods(["GET", "HEAD", "POST"])
@seller_staff()
def report_missing(request: HttpRequest) -> HttpResponse:
    """Say which parcel is missing and what was seen of it."""
    page = partial(render, request, "seller_centre/report_missing.html", seller=current_seller(request), tab="orders")
    return report_page(request, again="seller_centre:report_missing", render=page)
