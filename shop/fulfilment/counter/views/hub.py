"""A collection hub: take parcels in, give them to drivers, give returning ones back to sellers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from shop.accounts.permissions import point_operator
from shop.fulfilment.counter.forms import ScanForm, new_nonce
from shop.fulfilment.domain.custody import Scan, bring_back
from shop.fulfilment.domain.hub import give_out, take_in
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import Parcel, ParcelState
from shop.fulfilment.queries.driving import at_hub, expected_at_hub
from shop.order.enums import SellerOrderState
from shop.shipping.models import PickUpPoint


@dataclass(frozen=True)
class Act:
    """One thing done at a hub by scanning. told: what is said after it."""

    title: Promise
    button: Promise
    told: Promise
    do: Callable[..., Scan]


def _bring_back(*, hub: PickUpPoint, operator: Any, **scan: Any) -> Scan:
    return bring_back(actor=operator, **scan)


ACTS = {
    "nhan": Act(_("Nhận kiện vào"), _("Nhận"), _("Đã nhận kiện %(code)s vào điểm gom."), take_in),
    "giao": Act(_("Giao cho tài xế"), _("Giao"), _("Đã giao kiện %(code)s cho tài xế."), give_out),
    "tra": Act(_("Trả cho nhà bán"), _("Trả"), _("Đã trả kiện %(code)s cho nhà bán."), _bring_back),
}


@point_operator
@require_safe
def hub(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin with taking in."""
    return redirect("counter:hub_scan", pk=own_hub(request, pk).pk, act="nhan")


@point_operator
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Scan or type one parcel after another; beside it, what is here and what may still come."""
    mine = own_hub(request, pk)
    if act not in ACTS:
        raise Http404(act)
    form, refusal = ScanForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            done = ACTS[act].do(hub=mine, operator=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as error:
            refusal = str(error)
        else:
            words = _("Kiện %(code)s đã quét trước đó.") if done.is_repeat else ACTS[act].told
            messages.success(request, str(words) % {"code": done.parcel.code})
            return redirect("counter:hub_scan", pk=mine.pk, act=act)
    elif request.method == "POST":
        refusal = str(next(iter(form.errors.values()))[0])
    return _page(request, mine, act, refusal)


def own_hub(request: HttpRequest, pk: int) -> PickUpPoint:
    """Return one of the operator's hubs, or answer 404."""
    hubs = PickUpPoint.objects.hubs().filter(pk__in=request.reach.point_ids)  # type: ignore[attr-defined]
    return get_object_or_404(hubs.select_related("commune"), pk=pk)


def _page(request: HttpRequest, mine: PickUpPoint, act: str, refusal: str) -> HttpResponse:
    here = list(at_hub(mine))
    back = [parcel for parcel in here if _goes_back(parcel)]
    context = {
        "hub": mine,
        "act": act,
        "chosen": ACTS[act],
        "acts": [(slug, one.title) for slug, one in ACTS.items()],
        "for_drivers": [parcel for parcel in here if parcel not in back],
        "for_sellers": back,
        "expected": expected_at_hub(mine, at=timezone.now()),
        "refusal": refusal,
        "typed": request.POST.get("code", ""),
        "nonce": new_nonce(),
        "office_home": reverse("counter:home"),
    }
    return render(request, "counter/hub.html", context, status=422 if refusal else 200)


def _goes_back(parcel: Parcel) -> bool:
    return parcel.state == ParcelState.RETURNING or parcel.seller_order.state == SellerOrderState.CANCELLED
