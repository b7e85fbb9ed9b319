"""A hub writes down that goods it holds are broken."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.images.private import private_picture
from shop.accounts.permissions import point_operator
from shop.fulfilment.amendments.queries import pictures_by
from shop.fulfilment.amendments.reporting import damage_page


@point_operator
@require_http_methods(["GET", "HEAD", "POST"])
def report_damage(request: HttpRequest) -> HttpResponse:
    """Say which parcel it is and what of it is whole."""
    return damage_page(request, again="counter:report_damage", render=partial(_page, request))


@point_operator
@require_safe
def damage_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One picture this person took."""
    return private_picture(get_object_or_404(pictures_by(request.user), pk=pk).file)  # type: ignore[arg-type]


def _page(request: HttpRequest, *, status: int, **context: object) -> HttpResponse:
    context["pictures_at"] = "counter:damage_picture"
    context["office_home"] = reverse("counter:home")
    return render(request, "counter/report_damage.html", context, status=status)
