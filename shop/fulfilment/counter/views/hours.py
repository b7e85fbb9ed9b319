"""An operator says when the point is open."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import point_operator
from shop.shipping.hours_page import hours_page
from shop.shipping.models import PickUpPoint


@point_operator
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Hours by weekday, lunch break, closed days."""
    mine = PickUpPoint.objects.filter(pk__in=request.reach.point_ids)  # type: ignore[attr-defined]
    point = get_object_or_404(mine.select_related("commune"), pk=pk)
    done = partial(redirect, "counter:hours", pk=point.pk)
    return hours_page(request, point, done=done, render=partial(_page, request))


def _page(request: HttpRequest, *, status: int, **context: object) -> HttpResponse:
    context["office_home"] = reverse("counter:home")
    return render(request, "counter/hours.html", context, status=status)
