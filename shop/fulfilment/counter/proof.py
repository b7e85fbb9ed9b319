"""What the operator's session remembers of an order that was found: how, and whether the buyer proved it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

KEY = "counter_found"
KEEP = 20


@dataclass(frozen=True)
class Proof:
    """found_by: code, qr, parcel, phone or name."""

    found_by: str
    is_proven: bool


def remember(request: HttpRequest, stop_id: int, order_id: int, *, found_by: str, is_proven: bool) -> None:
    """Keep how an order was found; only the last few are kept."""
    kept = request.session.get(KEY, {})
    kept.pop(f"{stop_id}:{order_id}", None)
    kept[f"{stop_id}:{order_id}"] = [found_by, is_proven]
    request.session[KEY] = dict(list(kept.items())[-KEEP:])


def recall(request: HttpRequest, stop_id: int, order_id: int) -> Proof:
    """Return how the order was found; one opened from the list was found by name and is not proven."""
    found_by, is_proven = request.session.get(KEY, {}).get(f"{stop_id}:{order_id}", ["name", False])
    return Proof(found_by, is_proven)
