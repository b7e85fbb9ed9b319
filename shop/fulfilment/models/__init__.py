"""Tables of the road and of the counter's devices."""

from shop.fulfilment.models.road import (
    APPEND_ONLY,
    CodeAttempt,
    CustodyEvent,
    HandOver,
    HandOverOutcome,
    Manifest,
    ManifestLine,
    Parcel,
    ParcelState,
)

__all__ = [
    "APPEND_ONLY",
    "CodeAttempt",
    "CustodyEvent",
    "HandOver",
    "HandOverOutcome",
    "Manifest",
    "ManifestLine",
    "Parcel",
    "ParcelState",
]
