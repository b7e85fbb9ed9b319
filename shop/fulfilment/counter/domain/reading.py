"""Read what a device sent. Nothing it says is trusted; what cannot be read is refused with a name for what is wrong."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime

from shop.fulfilment.models import ActKind

MOST_VND = 10**12
MOST_ITEMS = 60
MOST_UNITS = 10**6
# Numbers of seller orders that wait for another visit, or were given on an earlier one; nonces of acts that come first.
OF_VISITS = {"rest": 32, "earlier": 32, "after": 64}
FOUND_BY = frozenset({"code", "qr", "parcel", "phone", "name"})


class Unreadable(ValueError):
    """An act has not the shape of the protocol; the device keeps it and shows it to its operator."""


@dataclass(frozen=True)
class Sent:
    """One act as it came. device_at: the device's own clock."""

    nonce: str
    sequence: int
    kind: ActKind
    device_at: datetime.datetime
    payload: dict[str, Any]


def read(raw: object) -> Sent:
    """Return an act, or raise Unreadable naming the field."""
    if not isinstance(raw, Mapping):
        raise Unreadable("act")
    kind = _text(raw, "kind", 14)
    if kind not in ActKind.values:
        raise Unreadable("kind")
    sent = Sent(
        nonce=_text(raw, "nonce", 64, least=16),
        sequence=_whole(raw, "seq", 2**31 - 1, least=1),
        kind=ActKind(kind),
        device_at=_time(raw, "at"),
        payload=_payload(ActKind(kind), raw),
    )
    return sent


def _payload(kind: ActKind, raw: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"at": _text(raw, "at", 40)}
    if kind == ActKind.UNDO:
        return {**kept, "of": _text(raw, "of", 64, least=16)}
    if kind == ActKind.RECEIVED:
        return {**kept, "parcel": _text(raw, "parcel", 20)}
    if kind == ActKind.LESS:
        return kept | _less(raw)
    if kind == ActKind.FAILED_ATTEMPT:
        return {**kept, "typed": _text(raw, "typed", 200), "why": _text(raw, "why", 20)}
    kept |= {
        "order": _text(raw, "order", 32),
        "stop": _whole(raw, "stop", 2**63 - 1),
        "cash_vnd": _whole(raw, "cash_vnd", MOST_VND),
        "parcels": _texts(raw, "parcels", 20),
        "found_by": _text(raw, "found_by", 10),
        "refused": _texts(raw, "refused", 32),
        "reason": _text(raw, "reason", 200, least=0),
    }
    if kept["found_by"] not in FOUND_BY:
        raise Unreadable("found_by")
    # Older devices do not know these; what they sent before and send again must read the same.
    return kept | {name: _texts(raw, name, most) for name, most in OF_VISITS.items() if raw.get(name)}


def _less(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Read what the buyer takes of one seller's goods: line, how many there were, how many are taken."""
    units = raw.get("units")
    if not isinstance(units, list) or not 1 <= len(units) <= MOST_ITEMS:
        raise Unreadable("units")
    if not all(isinstance(unit, Mapping) for unit in units):
        raise Unreadable("units")
    return {
        "order": _text(raw, "order", 32),
        "stop": _whole(raw, "stop", 2**63 - 1),
        "part": _text(raw, "part", 32),
        "reason": _text(raw, "reason", 200, least=0),
        "units": [
            {
                "line": _whole(unit, "line", 2**63 - 1),
                "title": _text(unit, "title", 255),
                "had": _whole(unit, "had", MOST_UNITS),
                "takes": _whole(unit, "takes", MOST_UNITS),
            }
            for unit in units
        ],
    }


def _text(raw: Mapping[str, Any], name: str, most: int, *, least: int = 1) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not least <= len(value) <= most or "\x00" in value:
        raise Unreadable(name)
    return value


def _texts(raw: Mapping[str, Any], name: str, most: int) -> list[str]:
    value = raw.get(name)
    if not isinstance(value, list) or len(value) > MOST_ITEMS:
        raise Unreadable(name)
    return [_text({name: item}, name, most) for item in value]


def _whole(raw: Mapping[str, Any], name: str, most: int, *, least: int = 0) -> int:
    value = raw.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Unreadable(name)
    return value


def _time(raw: Mapping[str, Any], name: str) -> datetime.datetime:
    try:
        value = parse_datetime(_text(raw, name, 40))
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        raise Unreadable(name)
    return value
