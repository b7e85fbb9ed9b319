"""A dispute was lost: the buyer has the money back from the bank. Finance decides who bears it, once.

disputed:<order> −amount   seller_payable:<seller> + what a seller bears   dispute_loss + the rest

What refunds are settled with (settling.py) is nobody's to bear and not in the amount.

A seller bears at most what it still earns of a part it delivered, tax taken off; commission, fees and the run's charge
are the market's to lose. What was paid out already becomes a debt that the next payout carries.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction
from django.db.models import QuerySet, Sum

from sellers.commission.domain.rounding import largest_remainder
from sellers.payouts.domain.holds import release
from shop.accounts.models import User
from shop.aftersales.disputes.models import DisputeDecision, DisputeShare
from shop.audit.trail import record
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry
from shop.order.models import SellerOrder
from shop.payment.domain.book import open_book
from shop.payment.domain.disputes import LOST, hold_source, left_vnd
from shop.payment.models import Dispute


class NotLost(Exception):
    """The dispute is open, was won, or somebody decided about it already."""


class ReasonMissing(Exception):
    """The seller reads why it bears the money, the books why the market does."""


def undecided() -> QuerySet[Dispute]:
    """Return lost disputes nobody has decided about, the oldest first."""
    rows = Dispute.objects.filter(state=LOST, decision=None).select_related("receipt__payment__order")
    return rows.order_by("closed_at", "pk")


@transaction.atomic
def decide(*, dispute: Dispute, seller_bears: bool, reason: str, by: User, at: datetime.datetime) -> DisputeDecision:
    """Book a lost dispute's money where it belongs and let payouts go on. Raises NotLost, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    order = _order_id(dispute)
    parts = open_book(order_id=order).parts if order else []
    locked = Dispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)
    if locked.state != LOST or DisputeDecision.objects.filter(dispute=locked).exists():
        raise NotLost(str(dispute))
    amount_vnd = left_vnd(locked)
    borne = shares(parts, amount_vnd) if seller_bears else {}
    decision = DisputeDecision.objects.create(
        dispute=locked,
        seller_bears=seller_bears,
        market_vnd=amount_vnd - sum(borne.values()),
        reason=reason.strip()[:300],
        decided_by=by,
        decided_at=at,
    )
    DisputeShare.objects.bulk_create(
        DisputeShare(decision=decision, seller_order=part, amount_vnd=amount) for part, amount in borne.items()
    )
    _post(decision, parts[0].order.number if parts else "", amount_vnd, borne, at)
    for part in parts:
        release(source=hold_source(locked, part), at=at)
    action = "dispute.seller_bears" if seller_bears else "dispute.market_bears"
    record(actor=by, action=action, subject=decision, at=at, reason=decision.reason, details={"what": str(locked)})
    return decision


def shares(
    parts: list[SellerOrder], amount_vnd: int, borne: Mapping[SellerOrder, int] = MappingProxyType({})
) -> dict[SellerOrder, int]:
    """Return part -> what its seller would bear of a dispute, parts that bear nothing left out.

    borne: what they bear of it already, which is asked again.
    """
    if not parts:
        return {}
    amounts = largest_remainder(total_vnd=amount_vnd, weights=[int(part.total_vnd) for part in parts])
    found = {
        part: min(amount, earned_vnd(part, borne_vnd=borne.get(part, 0)))
        for part, amount in zip(parts, amounts, strict=True)
    }
    return {part: amount for part, amount in found.items() if amount > 0}


def earned_vnd(part: SellerOrder, *, borne_vnd: int = 0) -> int:
    """Return what the seller earns of a delivered part by now, tax and returns taken off; 0 before delivery.

    borne_vnd: what was taken off it for a dispute and is not to count.
    """
    if part.delivered_at is None:
        return 0
    earned = Entry.objects.filter(account__kind=AccountKind.SELLER_PAYABLE, line_key=part.number)
    total = earned.exclude(transaction__kind="part-settled").aggregate(total=Sum("amount_vnd", default=0))["total"]
    return max(0, borne_vnd - int(total))


def _order_id(dispute: Dispute) -> int | None:
    payment = dispute.receipt.payment if dispute.receipt else None
    return payment.order_id if payment else None


def _post(
    decision: DisputeDecision, number: str, amount_vnd: int, borne: dict[SellerOrder, int], at: datetime.datetime
) -> None:
    dispute = decision.dispute
    if not amount_vnd:
        return
    sides = [
        Side(AccountKind.SELLER_PAYABLE, str(part.seller_id), amount, part.number) for part, amount in borne.items()
    ]
    if decision.market_vnd:
        sides.append(Side(AccountKind.DISPUTE_LOSS, "", int(decision.market_vnd)))
    post(
        business_key=f"dispute-decided:{dispute.provider}:{dispute.external_id}",
        kind="dispute-decided",
        sides=[*sides, Side(AccountKind.DISPUTED, number or dispute.provider, -amount_vnd)],
        occurred_at=at,
        order_number=number,
    )
