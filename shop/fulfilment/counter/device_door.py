"""The door of the sync API: a device's own token, never a cookie, so there is nothing to forge across sites."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from shop.fulfilment.counter.domain import leases
from shop.fulfilment.models import CounterDevice, LeaseState

View = Callable[..., HttpResponse]
SCHEME = "Bearer "


def counter_device(view: View) -> View:
    """Let in a device by "Authorization: Bearer <token>"; the view gets it as `request.device`."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        said = request.headers.get("Authorization", "")
        device = leases.of_token(said[len(SCHEME) :]) if said.startswith(SCHEME) else None
        if device is None:
            return answer({"error": _("Máy này chưa được ghi danh cho điểm nào.")}, status=401)
        request.device = device  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    guarded.door = "device"  # type: ignore[attr-defined]
    return guarded


def answer(body: dict[str, Any], *, status: int = 200) -> JsonResponse:
    """Answer a device; nobody on the way may keep it."""
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store"})


def lease_of(device: CounterDevice, *, at: datetime.datetime | None = None) -> dict[str, Any]:
    """Return what a device is told about its lease. state "expired": enrol again."""
    now = at or timezone.now()
    may_see = leases.may_see(device, at=now)
    state = device.state if may_see or device.state != LeaseState.ACTIVE else "expired"
    return {"state": state, "until": device.lease_until.isoformat(), "device": str(device.key)}
