"""Devices of counters and what they send."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.utils import timezone

from shop.accounts.models import User
from shop.fulfilment.counter.domain.leases import digest
from shop.fulfilment.models import ActOutcome, CounterAct, CounterDevice, Parcel
from shop.order.models import Order
from shop.shipping.models import PickUpPoint, RunStop


def a_device(point: PickUpPoint, operator: User, *, token: str = "", **fields: Any) -> CounterDevice:
    """Return a device with the point's lease; its token is `token`."""
    now = timezone.now()
    defaults = {
        "label": "Máy chị Hoa",
        "token_digest": digest(token or uuid.uuid4().hex),
        "enrolled_at": now,
        "last_seen_at": now,
        "lease_until": now + datetime.timedelta(days=3),
    }
    return CounterDevice.objects.create(point=point, operator=operator, **{**defaults, **fields})


def an_open_act(device: CounterDevice, *, canary: str = "") -> CounterAct:
    """Return a hand-over of an order the point does not have, waiting for a person."""
    now = timezone.now()
    said = hand_over_act("CP-26-999999", 0, 1, told=canary)
    return CounterAct.objects.create(
        device=device,
        nonce=said.pop("nonce"),
        sequence=1,
        kind="handed_over",
        payload=said,
        happened_at=now,
        received_at=now,
        outcome=ActOutcome.CONFLICT,
        cause="unknown",
        told=canary,
    )


def hand_over_act(number: str, stop: int, seq: int, **changes: Any) -> dict[str, Any]:
    """Return a hand-over as a device sends it."""
    act = {
        "nonce": uuid.uuid4().hex,
        "seq": seq,
        "kind": "handed_over",
        "at": timezone.now().isoformat(),
        "order": number,
        "stop": stop,
        "cash_vnd": 0,
        "parcels": [],
        "found_by": "code",
        "refused": [],
        "reason": "",
    }
    return {**act, **changes}


def giving(order: Order, stop: RunStop, seq: int, **changes: Any) -> dict[str, Any]:
    """Return the act of handing a whole order over with the right cash and parcels."""
    codes = Parcel.objects.filter(seller_order__order=order, run_stop=stop).order_by("code")
    right = {"cash_vnd": order.total_vnd, "parcels": list(codes.values_list("code", flat=True))}
    return hand_over_act(order.number, stop.pk, seq, **{**right, **changes})
