"""Moving a line between the basket and the list "Để mua sau"."""

from __future__ import annotations

from django.db import transaction

from shop.basket.domain.opening import ensure_saved
from shop.basket.models import Basket, Line


@transaction.atomic
def move_line(*, line: Line, to: Basket) -> None:
    """Move a line to another basket of the same visitor; of the same good the larger quantity stays.

    The price seen at first is kept, so that a change is still told on the way back.
    """
    ensure_saved(to)
    to.merge_line(line, add_quantities=False)
