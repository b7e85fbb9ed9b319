"""A driver reports a parcel that is not on the truck."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import driver
from shop.fulfilment.missing.reporting import report_page


@driver
@require_http_methods(["GET", "HEAD", "POST"])
def report_missing(request: HttpRequest) -> HttpResponse:
    """Say which parcel is missing and what was seen of it."""
    return report_page(request, again="driver:report_missing", render=partial(_page, request))


def _page(request: HttpRequest, *, status: int, **context: object) -> HttpResponse:
    context["office_home"] = reverse("driver:home")
    return render(request, "counter/report_missing.html", context, status=status)
