"""The sync API; PROTOCOL.md says what travels."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from shop.fulfilment.counter.device_door import answer, counter_device, lease_of
from shop.fulfilment.counter.domain import leases
from shop.fulfilment.counter.domain.reading import Sent, Unreadable, read
from shop.fulfilment.counter.domain.taking import take
from shop.fulfilment.queries.snapshot import snapshot, version

MOST_ACTS = 200


@require_safe
@counter_device
def read_snapshot(request: HttpRequest) -> HttpResponse:
    """Everything for the point's open runs; 304 when the device has exactly this; 403 when its lease is over."""
    now = timezone.now()
    device = leases.touch(device=request.device, at=now)  # type: ignore[attr-defined]
    lease = lease_of(device, at=now)
    if lease["state"] != "active":
        return answer({"lease": lease}, status=403)
    body = snapshot(device.point, at=now)
    name = f'"{version(body)}"'
    if request.headers.get("If-None-Match") == name:
        return HttpResponse(status=304, headers={"ETag": name, "Cache-Control": "no-store"})
    response = answer({"lease": lease, "server_time": now.isoformat(), **body})
    response.headers["ETag"] = name
    return response


@require_POST
@counter_device
def send_acts(request: HttpRequest) -> HttpResponse:
    """Take acts, each once; an answer for every one of them. No act: the device asks after its lease."""
    now = timezone.now()
    device = leases.touch(device=request.device, at=now)  # type: ignore[attr-defined]
    try:
        body = json.loads(request.body)
        raw, clock = body["acts"], parse_datetime(body["clock"])
    except (ValueError, KeyError, TypeError):
        return answer({"error": "body"}, status=400)
    if not isinstance(raw, list) or len(raw) > MOST_ACTS or clock is None or clock.tzinfo is None:
        return answer({"error": "body"}, status=400)
    acts, unreadable = _read(raw)
    answers = [vars(one) for one in take(device=device, acts=acts, clock=clock, at=now)] + unreadable
    return answer({"lease": lease_of(device, at=now), "server_time": now.isoformat(), "answers": answers})


@require_POST
@counter_device
def end_lease(request: HttpRequest) -> HttpResponse:
    """The device has sent everything and is wiping itself."""
    device = leases.end(device=request.device, at=timezone.now())  # type: ignore[attr-defined]
    return answer({"lease": lease_of(device)})


def _read(raw: list[Any]) -> tuple[list[Sent], list[dict[str, str]]]:
    """Return the acts that can be read, and answers for the others, which the device keeps and shows."""
    acts, unreadable = [], []
    for item in raw:
        try:
            acts.append(read(item))
        except Unreadable as wrong:
            nonce = str(item.get("nonce", ""))[:64] if isinstance(item, dict) else ""
            unreadable.append({"nonce": nonce, "outcome": "unreadable", "cause": str(wrong), "told": ""})
    return acts, unreadable
