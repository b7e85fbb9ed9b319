"""How many boxes an order went into, and what each weighs."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from sellers.listings.numbers import read_number

MOST_FIELDS = 20
FEWEST_FIELDS = 3


class UnreadableWeight(Exception):
    """A weight is no whole number of grams; the message is a Vietnamese sentence."""


def read_weights(data: QueryDict) -> list[int]:
    """Return the weights in gram, one per box; empty fields mean no box. Raises UnreadableWeight."""
    weights = []
    for number, text in enumerate(data.getlist("can_nang")[:MOST_FIELDS], start=1):
        if not text.strip():
            continue
        weight = read_number(text)
        if weight is None:
            sentence = _("Kiện %(number)s: ghi khối lượng bằng gam, chỉ ghi số, ví dụ 1200.")
            raise UnreadableWeight(sentence % {"number": number})
        weights.append(weight)
    return weights


def weight_fields(*, total_g: int, typed: Sequence[str] = (), more: bool = False) -> list[str]:
    """Return what stands in the weight fields: what was typed, or one box with everything and some empty ones."""
    shown = list(typed) or [str(total_g)]
    wanted = max(len(shown), 8 if more else FEWEST_FIELDS)
    return shown + [""] * (wanted - len(shown))
