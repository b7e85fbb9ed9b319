"""A hub writes down that goods it holds are broken."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import point_operator
from shop.fulfilment.amendments.reporting import damage_page


@point_operator
@require_http_methods(["GET", "HEAD", "POST"])
def report_damage(request: HttpRequest) -> HttpResponse:
    """Say which parcel it is and what of it is whole."""
    return damage_page(request, again="counter:report_damage", render=partial(_page, request))


def _page(request: HttpRequest, *, status: int, **context: object) -> HttpResponse:
    context["office_home"] = reverse("counter:home")
    return render(request, "counter/report_damage.html", context, status=status)
