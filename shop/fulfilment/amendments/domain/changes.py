"""What an answer makes of each line. Pure: no queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sellers.models import StockRecord
from shop.fulfilment.amendments.domain.terms import is_weight, kept_vnd, weighed_vnd
from shop.fulfilment.amendments.models import Amendment, AmendmentItem, Answer


@dataclass(frozen=True, kw_only=True)
class Change:
    """One line after the answer.

    gone: of the missing ones, how many leave the store for good; the rest goes back on the shelf.
    """

    item: AmendmentItem
    quantity: int
    amount_vnd: int
    weight_g: int
    gone: int = 0
    substitute: StockRecord | None = None
    substitute_quantity: int = 0
    substitute_vnd: int = 0

    @property
    def released(self) -> int:
        return int(self.item.quantity_before) - self.quantity - self.gone


def changes(
    amendment: Amendment, items: Iterable[AmendmentItem], answer: Answer, less: Mapping[int, int]
) -> list[Change]:
    """Return what an answer that is applied makes of the lines. less: item id -> quantity, for "less"."""
    return [_change(amendment, item, answer, less) for item in items]


def _change(amendment: Amendment, item: AmendmentItem, answer: Answer, less: Mapping[int, int]) -> Change:
    gone = item.missing if amendment.is_gone else 0
    if answer == Answer.CANCELLED_LINE:
        return Change(item=item, quantity=0, amount_vnd=0, weight_g=0, gone=gone)
    if is_weight(amendment):
        return Change(
            item=item, quantity=item.quantity_before, amount_vnd=weighed_vnd(item), weight_g=item.weight_after_g
        )
    quantity = item.quantity_after
    if answer == Answer.LESS:
        quantity = min(quantity, max(0, less.get(item.pk, quantity)))
    with_substitute = answer == Answer.ACCEPTED and item.substitute is not None
    return Change(
        item=item,
        quantity=quantity,
        amount_vnd=kept_vnd(item, quantity),
        weight_g=item.weight_before_g * quantity // item.quantity_before,
        gone=gone,
        substitute=item.substitute if with_substitute else None,
        substitute_quantity=item.substitute_quantity if with_substitute else 0,
        substitute_vnd=int(item.substitute_total_vnd) if with_substitute else 0,
    )
