"""Where a parcel is: who holds it now, and every hand it went through."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalogue.images.private import private_picture
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.accounts.reach import Reach
from shop.backoffice.frame import render_office
from shop.fulfilment.amendments.models import AmendmentPicture
from shop.fulfilment.domain.parcel_codes import tidy
from shop.fulfilment.models import Parcel
from shop.fulfilment.queries.holders import holders

MOST = 20


@require_safe
@office(Role.ADMINISTRATOR)
def trace(request: HttpRequest) -> HttpResponse:
    """Find parcels by code, or all of an order by its number (?ma=)."""
    words = request.GET.get("ma", "").strip()[:40]
    found = _found(request, words) if words else []
    who = holders(found)
    context = {"words": words, "found": [(parcel, who[parcel.pk], parcel.custody.all()) for parcel in found]}
    return render_office(request, "backoffice/runs/trace.html", context)


@require_safe
@office(Role.ADMINISTRATOR)
def damage_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One picture of goods that broke on their way, of the person's provinces."""
    parcels = parcels_within(request.reach)  # type: ignore[attr-defined]
    pictures = AmendmentPicture.objects.filter(amendment__seller_order__parcels__in=parcels).distinct()
    return private_picture(get_object_or_404(pictures, pk=pk).file)


def _found(request: HttpRequest, words: str) -> list[Parcel]:
    asked = Q(code=tidy(words)) | Q(seller_order__number=words) | Q(seller_order__order__number=words)
    rows = parcels_within(request.reach).filter(asked)  # type: ignore[attr-defined]
    rows = rows.select_related("seller_order__seller", "run_stop__run", "run_stop__point")
    rows = rows.prefetch_related("custody__actor", "custody__point", "custody__holder")
    return list(
        rows.prefetch_related("seller_order__amendments__proposed_by", "seller_order__amendments__pictures").order_by(
            "code"
        )[:MOST]
    )


def parcels_within(reach: Reach) -> QuerySet[Parcel]:
    """Return the parcels of the person's provinces: of the run, or without one, of the seller."""
    codes = reach.provinces(Role.ADMINISTRATOR)
    if codes is None:
        return Parcel.objects.all()
    of_seller = Q(run_stop=None, seller_order__seller__province__in=codes)
    return Parcel.objects.filter(Q(run_stop__run__province__in=codes) | of_seller)
