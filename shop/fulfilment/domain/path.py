"""The legal moves of a parcel."""

from __future__ import annotations

from shop.fulfilment.models import ParcelState

PATH: dict[ParcelState, frozenset[ParcelState]] = {
    ParcelState.PACKED: frozenset(
        {ParcelState.AT_HUB, ParcelState.WITH_DRIVER, ParcelState.HANDED_OVER, ParcelState.LOST}
    ),
    ParcelState.AT_HUB: frozenset({ParcelState.WITH_DRIVER, ParcelState.RETURNED, ParcelState.LOST}),
    ParcelState.WITH_DRIVER: frozenset({ParcelState.AT_POINT, ParcelState.RETURNING, ParcelState.LOST}),
    ParcelState.AT_POINT: frozenset({ParcelState.HANDED_OVER, ParcelState.RETURNING, ParcelState.LOST}),
    ParcelState.RETURNING: frozenset({ParcelState.RETURNING, ParcelState.RETURNED, ParcelState.LOST}),
    ParcelState.HANDED_OVER: frozenset(),
    ParcelState.RETURNED: frozenset(),
    ParcelState.LOST: frozenset({ParcelState.RETURNING}),
}
"""From PACKED straight to HANDED_OVER goes only what a seller delivers home. RETURNING twice: the point gave the
parcel to the driver, or the driver to a hub. From AT_HUB to RETURNED goes what was cancelled meanwhile. From
WITH_DRIVER to RETURNING goes what broke on the truck, all of it: the driver carries it back. LOST is what a
missing-parcel case ends with; from there a parcel that turns up after all goes back to its seller
(shop/fulfilment/missing)."""

UNDONE: dict[ParcelState, frozenset[ParcelState]] = {
    ParcelState.HANDED_OVER: frozenset({ParcelState.AT_POINT}),
    ParcelState.RETURNING: frozenset({ParcelState.AT_POINT}),
}
"""What only the undo of a hand-over may do: the parcel lies at the point again. No scan leads this way."""


def is_legal(before: str, after: str, *, is_undo: bool = False) -> bool:
    """Return whether a parcel may go from one state to the other."""
    table = UNDONE if is_undo else PATH
    return ParcelState(after) in table.get(ParcelState(before), frozenset())
