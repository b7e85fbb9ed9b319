"""A buyer contests a card payment with the own bank: recorded, and what the sellers are owed for it is held.

When it is lost the money has left the provider; who bears it is decided above (shop/aftersales/disputes).
"""

from __future__ import annotations

import datetime

from django.db.models import F, QuerySet, Sum

from sellers.payouts.domain.holds import hold, release
from shop.order.models import SellerOrder
from shop.payment.domain.entries import post_dispute_lost
from shop.payment.models import Dispute, Receipt
from shop.payment.providers.base import DisputeMoved
from shop.payment.queries import TAKEN_BACK

WON = frozenset({"won", "warning_closed", "prevented"})
LOST = "lost"


def dispute_moved(*, code: str, fact: DisputeMoved, at: datetime.datetime) -> str:
    """Write a dispute or its new state; payouts stay held until it is won, and when it is lost."""
    receipt = Receipt.objects.filter(provider=code, external_id=fact.money_id).select_related("payment__order").first()
    dispute, created = Dispute.objects.get_or_create(
        provider=code,
        external_id=fact.external_id,
        defaults={"receipt": receipt, "amount_vnd": fact.amount_vnd, "reason": fact.reason, "opened_at": at},
    )
    if not created:
        dispute = (
            Dispute.objects.select_for_update(of=("self",)).select_related("receipt__payment__order").get(pk=dispute.pk)
        )
    if dispute.closed_at:
        return "known"  # an older message that came after the last one
    dispute.state = fact.state
    dispute.closed_at = at if fact.state in {*WON, LOST} else None
    dispute.save()
    if dispute.state == LOST:
        post_dispute_lost(dispute=dispute, at=at)
    if receipt and receipt.payment:
        for part in receipt.payment.order.seller_orders.select_related("seller"):
            _hold_or_release(dispute, part, at)
    return f"dispute {fact.state}"[:40]


def contested(*, order_id: int) -> bool:
    """Return whether a bank took money of an order back, or may still; then it is not given back a second time."""
    return taking(Dispute.objects.filter(receipt__payment__order=order_id)).exists()


def taking(disputes: QuerySet[Dispute]) -> QuerySet[Dispute]:
    """Leave those that may take money back, or took some that no refund is settled with yet."""
    settled = Sum("settled_refunds__amount_vnd", default=0)
    return disputes.exclude(state__in=WON).annotate(settled_vnd=settled).filter(settled_vnd__lt=F("amount_vnd"))


def left_vnd(dispute: Dispute) -> int:
    """Return what a lost dispute took that no refund is settled with: what somebody has to bear."""
    settled = dispute.settled_refunds.aggregate(total=Sum("amount_vnd", default=0))["total"]
    return int(dispute.amount_vnd - settled)


def hold_source(dispute: Dispute, part: SellerOrder) -> str:
    """Return what a dispute's hold of a part is called."""
    return f"dispute:{dispute.provider}:{dispute.external_id}:{part.number}"


def _hold_or_release(dispute: Dispute, part: SellerOrder, at: datetime.datetime) -> None:
    source = hold_source(dispute, part)
    if dispute.state in WON:
        release(source=source, at=at)
    elif part.state not in TAKEN_BACK:
        hold(seller=part.seller, source=source, part_number=part.number, amount_vnd=part.seller_share_vnd, at=at)
