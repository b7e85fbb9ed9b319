"""A point or hub reports a parcel it does not have."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import point_operator
from shop.fulfilment.missing.reporting import report_page


@point_operator
@require_http_methods(["GET", "HEAD", "POST"])
def report_missing(request: HttpRequest) -> HttpResponse:
    """Say which parcel is missing and what was seen of it."""
    return report_page(request, again="counter:report_missing", render=partial(_page, request))


def _page(request: HttpRequest, *, status: int, **context: object) -> HttpResponse:
    context["office_home"] = reverse("counter:home")
    return render(request, "counter/report_missing.html", context, status=status)
