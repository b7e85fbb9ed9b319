"""Which of the typed wholesale steps does not fit, so that a person is shown the field to mend."""

from __future__ import annotations

from collections.abc import Mapping

from sellers.listings.content import STEPS
from sellers.prices import PriceStep, steps_are_sound


def unsound_field(*, base_vnd: int, typed: Mapping[str, int | None]) -> str | None:
    """Return the name of the first field of a step that is not more units, or not cheaper, than what stands before it.

    typed: the numbers by the names of STEPS; a step of which one half is missing says nothing. None: all are sound.
    """
    before = PriceStep(1, base_vnd)
    for quantity, vnd in STEPS:
        step = PriceStep(typed.get(quantity) or 0, typed.get(vnd) or 0)
        if not (step.quantity and step.price_vnd):
            continue
        if step.quantity <= before.quantity:
            return quantity
        if not steps_are_sound(base_vnd=before.price_vnd, steps=[step]):
            return vnd
        before = step
    return None
