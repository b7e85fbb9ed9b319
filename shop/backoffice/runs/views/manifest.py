"""The frozen list of a run for paper: by stop, or by seller."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.runs.views.calendar import own_run
from shop.fulfilment.models import Manifest
from shop.fulfilment.queries.manifest import seller_sheets, stop_sheets


@require_safe
@office(Role.ADMINISTRATOR)
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet per stop with room for signatures, or a sheet per seller (?theo=nha-ban)."""
    mine = own_run(request, pk)
    frozen = get_object_or_404(Manifest, run=mine)
    by_seller = request.GET.get("theo") == "nha-ban"
    sheets = seller_sheets(frozen) if by_seller else stop_sheets(frozen)
    context = {"run": mine, "manifest": frozen, "sheets": sheets, "by_seller": by_seller}
    return render_office(request, "backoffice/runs/manifest.html", context)
