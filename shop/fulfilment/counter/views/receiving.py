"""Take parcels from the driver, and give returning ones back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.permissions import point_operator
from shop.fulfilment.counter.forms import ScanForm, new_nonce
from shop.fulfilment.counter.views.stops import own_stop
from shop.fulfilment.domain.custody import bring_back, receive
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.queries.counter import expected_parcels, parcels_at, returning_parcels
from shop.fulfilment.queries.holders import holders


@point_operator
@require_http_methods(["GET", "HEAD", "POST"])
def receive_parcels(request: HttpRequest, pk: int) -> HttpResponse:
    """Scan or type one parcel after another; below, what has not come and who has it."""
    here = own_stop(request, pk)
    form, refusal = ScanForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            scan = receive(
                code=form.cleaned_data["code"],
                point=here.point,
                operator=request.user,  # type: ignore[arg-type]
                nonce=form.cleaned_data["nonce"],
                at=timezone.now(),
            )
        except Refused as error:
            refusal = str(error)
        else:
            known = _("Kiện %(code)s đã nhận trước đó.") if scan.is_repeat else _("Đã nhận kiện %(code)s.")
            messages.success(request, known % {"code": scan.parcel.code})
            return redirect("counter:receive", pk=here.pk)
    elif request.method == "POST":
        refusal = str(next(iter(form.errors.values()))[0])
    expected = list(expected_parcels(here))
    who = holders(expected)
    return render(
        request,
        "counter/receive.html",
        {
            "stop": here,
            "expected": [(parcel, who[parcel.pk]) for parcel in expected],
            "received": parcels_at(here),
            "returning": returning_parcels(here),
            "refusal": refusal,
            "typed": request.POST.get("code", ""),
            "nonce": new_nonce(),
            "office_home": reverse("counter:home"),
        },
        status=422 if refusal else 200,
    )


@point_operator
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The seller came to the point for a parcel that nobody collected."""
    here = own_stop(request, pk)
    form = ScanForm(request.POST)
    parcel = get_object_or_404(returning_parcels(here), code=form.data.get("code", ""))
    if form.is_valid():
        try:
            bring_back(
                code=parcel.code,
                actor=request.user,  # type: ignore[arg-type]
                nonce=form.cleaned_data["nonce"],
                at=timezone.now(),
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã trả kiện %(code)s cho nhà bán.") % {"code": parcel.code})
    return redirect("counter:receive", pk=here.pk)
