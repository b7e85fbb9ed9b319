"""Where a parcel is: who holds it now, and every hand it went through."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.fulfilment.domain.parcel_codes import tidy
from shop.fulfilment.models import Parcel
from shop.fulfilment.queries.holders import holder_of

MOST = 20


@require_safe
@office(Role.ADMINISTRATOR)
def trace(request: HttpRequest) -> HttpResponse:
    """Find parcels by code, or all of an order by its number (?ma=)."""
    words = request.GET.get("ma", "").strip()[:40]
    found = _found(request, words) if words else []
    context = {"words": words, "found": [(parcel, holder_of(parcel), parcel.custody.all()) for parcel in found]}
    return render_office(request, "backoffice/runs/trace.html", context)


def _found(request: HttpRequest, words: str) -> list[Parcel]:
    """Return the parcels of the person's provinces: of the run, or without one, of the seller."""
    asked = Q(code=tidy(words)) | Q(seller_order__number=words) | Q(seller_order__order__number=words)
    rows = Parcel.objects.filter(asked).select_related("seller_order__seller", "run_stop__run", "run_stop__point")
    reach = request.reach  # type: ignore[attr-defined]
    codes = reach.provinces(Role.ADMINISTRATOR)
    if codes is not None:
        of_seller = Q(run_stop=None, seller_order__seller__province__in=codes)
        rows = rows.filter(Q(run_stop__run__province__in=codes) | of_seller)
    return list(rows.prefetch_related("custody__actor", "custody__point").order_by("code")[:MOST])
