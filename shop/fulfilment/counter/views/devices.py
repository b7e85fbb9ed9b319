"""Enrol this phone for a point, see the point's devices and what still waits for a person, end a lease."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.permissions import point_operator
from shop.fulfilment.counter.device_door import answer, lease_of
from shop.fulfilment.counter.domain import leases
from shop.fulfilment.counter.forms import EnrolForm
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import LeaseState
from shop.fulfilment.queries.acts import devices_of, open_acts
from shop.shipping.models import PickUpPoint


@point_operator
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """My points with their devices, and a form to make this phone the point's device."""
    points = PickUpPoint.objects.without_hubs().filter(pk__in=request.reach.point_ids)  # type: ignore[attr-defined]
    rows = list(devices_of(points))
    context = {
        "points": [(point, [row for row in rows if row.point_id == point.pk][:6]) for point in points],
        "in_use": {row.point_id for row in rows if row.state == LeaseState.ACTIVE},
        "active": LeaseState.ACTIVE,
        "draining": LeaseState.DRAINING,
        "office_home": reverse("counter:home"),
    }
    return render(request, "counter/devices.html", context)


@point_operator
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """Give this phone the lease. The answer holds the token, told this once; 409: another device has the lease."""
    form = EnrolForm(request.POST)
    points = PickUpPoint.objects.without_hubs().filter(pk__in=request.reach.point_ids)  # type: ignore[attr-defined]
    if not form.is_valid():
        return answer({"error": str(next(iter(form.errors.values()))[0])}, status=422)
    point = get_object_or_404(points, pk=form.cleaned_data["point"])
    try:
        device, token = leases.enrol(
            point=point,
            operator=request.user,  # type: ignore[arg-type]
            label=form.cleaned_data["label"],
            take_over=form.cleaned_data["take_over"],
            at=timezone.now(),
        )
    except leases.LeaseTaken as taken:
        return answer({"error": str(taken)}, status=409)
    return answer({"token": token, "lease": lease_of(device), "point": {"id": point.pk, "name": point.name}})


@point_operator
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """A phone of my point is lost: it sees nothing any more."""
    device = get_object_or_404(devices_of(request.reach.point_ids), pk=pk)  # type: ignore[attr-defined]
    try:
        leases.revoke(
            device=device,
            actor=request.user,  # type: ignore[arg-type]
            reason=_("Người trực điểm thu hồi"),
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã thu hồi máy “%(device)s”.") % {"device": device.label})
    return redirect("counter:devices")


@point_operator
@require_safe
def open_list(request: HttpRequest) -> HttpResponse:
    """What devices of my points sent and could not be applied; the back office settles it."""
    acts = open_acts(request.reach.point_ids)[:200]  # type: ignore[attr-defined]
    return render(request, "counter/open_acts.html", {"acts": acts, "office_home": reverse("counter:home")})
