"""Tell a seller about its standing."""

from __future__ import annotations

import datetime
from typing import Any

from sellers.models import Partner
from shop.communication.sending import tell


def tell_seller(seller: Partner, template: str, *, at: datetime.datetime, **context: Any) -> None:
    """Queue a message to the seller's phone; a seller without one is told on its pages only."""
    if seller.phone:
        tell(
            key=f"{template}:{seller.pk}:{at.isoformat()}",
            recipient=seller.phone,
            template=template,
            context={"seller": seller, **context},
        )
