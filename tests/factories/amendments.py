"""Proposals of changes, made the way sellers make them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from shop.fulfilment.amendments.domain.proposing import propose
from shop.fulfilment.amendments.domain.terms import Wish
from shop.fulfilment.amendments.models import Amendment, AmendmentKind
from shop.order.models import SellerOrder
from tests.factories.people import UserFactory

REASON = "Mưa nhiều, không đủ hàng"


def proposed(
    part: SellerOrder,
    *,
    kind: AmendmentKind = AmendmentKind.SHORTAGE,
    quantity: int = 1,
    at: datetime.datetime | None = None,
    is_gone: bool = True,
    **wish: Any,
) -> Amendment:
    """Propose a change of the first line of a part."""
    line = part.lines.filter(quantity__gt=0).order_by("pk")[0]
    return propose(
        seller_order=part,
        kind=kind,
        wishes=[Wish(line_id=line.pk, quantity=quantity, **wish)],
        reason=REASON,
        actor=UserFactory(),
        at=at or timezone.now(),
        is_gone=is_gone,
    )
