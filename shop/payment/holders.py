"""Who holds money that was received: a pick-up point's drawer, or a seller."""

from __future__ import annotations

from sellers.models import Partner
from shop.ledger.enums import AccountKind
from shop.order.enums import Collector
from shop.order.models import SellerOrder
from shop.shipping.models import PickUpPoint

Holder = PickUpPoint | Partner


def holder_key(holder: Holder) -> str:
    """Return a short name of the holder for business keys."""
    return f"{'point' if isinstance(holder, PickUpPoint) else 'seller'}-{holder.pk}"


def account_of(holder: Holder, part: SellerOrder) -> tuple[AccountKind, str]:
    """Return the account on which the cash for a part stands once `holder` took it.

    A point keeps it in its drawer, for the platform or its licensed partner. When sellers collect their own money
    (COLLECTS_MONEY=seller) the point only passes it on, and it stands as the seller's cash at once.
    """
    if isinstance(holder, PickUpPoint) and part.order.collector != Collector.SELLER:
        return AccountKind.CASH_DRAWER, str(holder.pk)
    return AccountKind.SELLER_CASH, str(part.seller_id)
