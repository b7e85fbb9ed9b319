"""The legal moves of a parcel."""

from __future__ import annotations

from shop.fulfilment.models import ParcelState

PATH: dict[ParcelState, frozenset[ParcelState]] = {
    ParcelState.PACKED: frozenset({ParcelState.WITH_DRIVER, ParcelState.HANDED_OVER}),
    ParcelState.WITH_DRIVER: frozenset({ParcelState.AT_POINT}),
    ParcelState.AT_POINT: frozenset({ParcelState.HANDED_OVER, ParcelState.RETURNING}),
    ParcelState.RETURNING: frozenset({ParcelState.RETURNING, ParcelState.RETURNED}),
    ParcelState.HANDED_OVER: frozenset(),
    ParcelState.RETURNED: frozenset(),
}
"""From PACKED straight to HANDED_OVER goes only what a seller delivers home. RETURNING twice: the point gave the
parcel to the driver, who carries it on."""


def is_legal(before: str, after: str) -> bool:
    """Return whether a parcel may go from one state to the other."""
    return ParcelState(after) in PATH[ParcelState(before)]
