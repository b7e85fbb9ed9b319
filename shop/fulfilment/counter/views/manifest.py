"""The sheet of one stop, for paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from shop.accounts.permissions import point_operator
from shop.fulfilment.counter.views.stops import own_stop
from shop.fulfilment.models import Manifest
from shop.fulfilment.queries.manifest import stop_sheets


@point_operator
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen list of a stop; before the cut-off there is none."""
    here = own_stop(request, pk)
    manifest = get_object_or_404(Manifest.objects.select_related("run"), run=here.run)
    context = {"stop": here, "manifest": manifest, "sheets": stop_sheets(manifest, here)}
    return render(request, "counter/manifest.html", {**context, "office_home": reverse("counter:home")})
