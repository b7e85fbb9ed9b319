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

UNDONE: dict[ParcelState, frozenset[ParcelState]] = {
    ParcelState.HANDED_OVER: frozenset({ParcelState.AT_POINT}),
    ParcelState.RETURNING: frozenset({ParcelState.AT_POINT}),
}
"""What only the undo of a hand-over may do: the parcel lies at the point again. No scan leads this way."""


def is_legal(before: str, after: str, *, is_undo: bool = False) -> bool:
    """Return whether a parcel may go from one state to the other."""
    table = UNDONE if is_undo else PATH
    return ParcelState(after) in table.get(ParcelState(before), frozenset())
