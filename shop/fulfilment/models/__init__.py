"""Tables of the road and of the counter's devices."""

from shop.fulfilment.models.counter import ActKind, ActOutcome, CounterAct, CounterDevice, LeaseState, OfflineCode
from shop.fulfilment.models.road import (
    APPEND_ONLY,
    NOT_AT_POINT,
    NOT_LOADED,
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
    "NOT_AT_POINT",
    "NOT_LOADED",
    "ActKind",
    "ActOutcome",
    "CodeAttempt",
    "CounterAct",
    "CounterDevice",
    "CustodyEvent",
    "HandOver",
    "HandOverOutcome",
    "LeaseState",
    "Manifest",
    "ManifestLine",
    "OfflineCode",
    "Parcel",
    "ParcelState",
]
