"""A buyer contests a card payment with the own bank: recorded, and what the sellers are owed for it is held."""

from __future__ import annotations

import datetime

from sellers.payouts.domain.holds import hold, release
from shop.order.models import SellerOrder
from shop.payment.models import Dispute, Receipt
from shop.payment.providers.base import DisputeMoved
from shop.payment.queries import TAKEN_BACK

WON = frozenset({"won", "warning_closed", "prevented"})


def dispute_moved(*, code: str, fact: DisputeMoved, at: datetime.datetime) -> str:
    """Write a dispute or its new state; payouts stay held until it is won, and when it is lost."""
    receipt = Receipt.objects.filter(provider=code, external_id=fact.money_id).select_related("payment__order").first()
    dispute, created = Dispute.objects.get_or_create(
        provider=code,
        external_id=fact.external_id,
        defaults={"receipt": receipt, "amount_vnd": fact.amount_vnd, "reason": fact.reason, "opened_at": at},
    )
    if not created and dispute.closed_at:
        return "known"  # an older message that came after the last one
    dispute.state = fact.state
    dispute.closed_at = at if fact.state in {*WON, "lost"} else None
    dispute.save()
    if receipt and receipt.payment:
        for part in receipt.payment.order.seller_orders.select_related("seller"):
            _hold_or_release(dispute, part, at)
    return f"dispute {fact.state}"[:40]


def _hold_or_release(dispute: Dispute, part: SellerOrder, at: datetime.datetime) -> None:
    source = f"dispute:{dispute.provider}:{dispute.external_id}:{part.number}"
    if dispute.state in WON:
        release(source=source, at=at)
    elif part.state not in TAKEN_BACK:
        hold(seller=part.seller, source=source, part_number=part.number, amount_vnd=part.seller_share_vnd, at=at)
