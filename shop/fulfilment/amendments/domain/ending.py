"""How a change ended, written beside it; and whether it leaves anything of the part."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from shop.accounts.models import User
from shop.fulfilment.amendments.domain.changes import Change
from shop.fulfilment.amendments.models import Amendment, AmendmentItem, AmendmentOutcome, Answer
from shop.order.enums import SellerOrderState
from shop.order.models import Line, SellerOrder

ENDED = frozenset({SellerOrderState.CANCELLED, SellerOrderState.RETURNED})


def leaves_nothing(part: SellerOrder, items: Sequence[AmendmentItem], made: Sequence[Change]) -> bool:
    """Return whether nothing of a part is left to be sent."""
    if any(change.quantity or change.substitute_quantity for change in made):
        return False
    touched = [item.line_id for item in items]
    return not Line.objects.filter(seller_order=part, quantity__gt=0).exclude(pk__in=touched).exists()


def write_outcome(
    amendment: Amendment,
    part: SellerOrder,
    choice: Answer,
    actor: User | None,
    at: datetime.datetime,
    before: SellerOrder | None = None,
) -> AmendmentOutcome:
    """Write the outcome with what stood before and what stands now; an ended part costs nothing."""
    was = before or part
    now = SellerOrder.objects.get(pk=part.pk)
    is_ended = now.state in ENDED and before is not None
    Amendment.objects.filter(pk=amendment.pk).update(is_open=False)
    return AmendmentOutcome.objects.create(
        amendment=amendment,
        answer=choice,
        by=actor,
        at=at,
        total_before_vnd=was.total_vnd,
        total_after_vnd=0 if is_ended else now.total_vnd,
        commission_before_vnd=was.commission_vnd,
        commission_after_vnd=0 if is_ended else now.commission_vnd,
        weight_before_g=was.weight_g,
        weight_after_g=0 if is_ended else now.weight_g,
        lines=[
            {"title": line.title, "quantity": 0 if is_ended else line.quantity, "unit": line.unit}
            for line in Line.objects.filter(seller_order=part).order_by("pk")
        ],
    )
