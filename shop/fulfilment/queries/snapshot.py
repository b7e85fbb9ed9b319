"""What a point's device holds: its open runs, with the least about each buyer that a hand-over needs."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _

from shop.fulfilment.counter.domain.offline_codes import ITERATIONS, salt, slow_hashes
from shop.fulfilment.domain.undoing import WITHIN
from shop.fulfilment.models import HandOver, Parcel, ParcelState
from shop.fulfilment.queries.cash import due_vnd
from shop.fulfilment.queries.counter import LAST_DIGITS, Waiting, orders_at, stops_of
from shop.fulfilment.queries.together import group_numbers
from shop.order.domain.claims import public_jwk
from shop.order.enums import PaymentMethod
from shop.order.lots.models import RecallNotice
from shop.order.models import Line, SellerOrder
from shop.shipping.enums import RunState
from shop.shipping.models import PickUpPoint, RunStop

NOT_YET = frozenset({RunState.PLANNED, RunState.OPEN})


def snapshot(point: PickUpPoint, *, at: datetime.datetime) -> dict[str, Any]:
    """Return everything a device needs for a point's open runs, as JSON values.

    Seven queries a stop for any number of orders, and the slow hashes that were not ready.
    """
    stops = [stop for stop in stops_of([point.pk], at=at) if stop.run.state not in NOT_YET]
    body: dict[str, Any] = {
        "point": {"id": point.pk, "name": point.name},
        "qr_key": public_jwk(),
        "undo_seconds": int(WITHIN.total_seconds()),
        "stops": [_stop(stop) for stop in stops],
    }
    return body


def version(body: dict[str, Any]) -> str:
    """Return a short name of exactly this content."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]


def short_name(name: str) -> str:
    """Return a name the operator can ask for without the device keeping it whole: "Nguyễn T. Hạnh"."""
    words = name.split()
    middle = [f"{word[0]}." for word in words[1:-1]]
    return " ".join([*words[:1], *middle, *words[-1:]]) if len(words) > 1 else name


def _stop(stop: RunStop) -> dict[str, Any]:
    hashes = slow_hashes(stop.pk)
    orders = orders_at(stop)
    groups = group_numbers(orders)
    return {
        "id": stop.pk,
        "run": stop.run.code,
        "arrives_at": stop.arrives_at.isoformat(),
        "collect_by": stop.collect_by.isoformat(),
        "salt": base64.b64encode(salt(stop.pk)).decode(),
        "iterations": ITERATIONS,
        "orders": [
            {**_order(waiting, hashes.get(waiting.order.pk, "")), "group": groups.get(waiting.order.pk)}
            for waiting in orders
        ],
    }


def _order(waiting: Waiting, code: str) -> dict[str, Any]:
    return {
        "number": waiting.order.number,
        "name": short_name(waiting.order.buyer_name),
        "phone": waiting.order.buyer_phone[-LAST_DIGITS:],
        "code": code,
        "done": _done(waiting.hand_over),
        "visits": [_done(visit) for visit in waiting.visits],
        "parts": [_part(waiting, part) for part in waiting.parts],
        "parcels": [_parcel(parcel) for parcel in waiting.parcels],
    }


def _part(waiting: Waiting, part: SellerOrder) -> dict[str, Any]:
    lines = [line for line in part.lines.all() if line.quantity]
    return {
        "number": part.number,
        "seller": part.seller.name,
        "state": part.state,
        "cash_vnd": due_vnd(waiting.order, [part]),
        "recall": _recall(waiting.recalls.get(part.pk, [])),
        "goods": [f"{line.quantity} {line.unit} {line.title}".replace("  ", " ") for line in lines],
        "lines": [_line(waiting, line) for line in lines],
    }


def _line(waiting: Waiting, line: Line) -> dict[str, Any]:
    """Return what the device needs to reckon the cash when the buyer takes fewer; prepaid goods cost nothing there."""
    is_cash = waiting.order.payment_method == PaymentMethod.CASH
    return {
        "id": line.pk,
        "title": line.title,
        "unit": line.unit,
        "quantity": line.quantity,
        "price_vnd": int(line.line_price_incl_tax) if is_cash else 0,
        "discount_vnd": int(line.discount_vnd) if is_cash else 0,
    }


def _recall(notices: list[RecallNotice]) -> dict[str, Any] | None:
    """Return what the operator is to know of recalled lots in a part; a certain one is not to be given."""
    if not notices:
        return None
    told = [
        _("Lô %(code)s của %(name)s đang thu hồi.")
        % {"code": one.recall.lot.code, "name": one.recall.lot.product.get_title()}
        for one in notices
    ]
    return {"is_certain": any(one.is_certain for one in notices), "told": " ".join(told)}


def _parcel(parcel: Parcel) -> dict[str, str]:
    """To the device a parcel at a hub is one that has not been loaded."""
    state = ParcelState.PACKED if parcel.state == ParcelState.AT_HUB else parcel.state
    return {"code": parcel.code, "part": parcel.seller_order.number, "state": state}


def _done(hand_over: HandOver | None) -> dict[str, Any] | None:
    if hand_over is None:
        return None
    return {
        "outcome": hand_over.outcome,
        "at": hand_over.at.isoformat(),
        "cash_vnd": int(hand_over.cash_vnd),
        "nonce": hand_over.nonce,
    }
