"""What finance has to do about payouts."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from sellers.payouts.domain.batches import WITH_BANK_ACCOUNT
from sellers.payouts.domain.periods import due_period
from sellers.payouts.enums import BatchState, PayoutState, TransferState
from sellers.payouts.models import Payout, PayoutBatch, Transfer
from sellers.payouts.routes import destinations
from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.backoffice.payouts.stripe_words import uses_stripe
from shop.payment.connect.domain.reversing import refused


def without_account() -> QuerySet[Payout]:
    """Return payouts that wait because the seller named no account and no other way leads to the seller."""
    missing = ~WITH_BANK_ACCOUNT & (Q(by_bank=True) | ~Q(seller__in=list(destinations())))
    return Payout.objects.filter(missing, state=PayoutState.WAITING).select_related("seller", "period")


def in_debt() -> QuerySet[Payout]:
    """Return the latest payout of each seller that owes the market."""
    latest = Payout.objects.order_by("seller_id", "-period__starts_on").distinct("seller_id").values("pk")
    return Payout.objects.filter(pk__in=latest, carried_vnd__lt=0).select_related("seller", "period")


def rejected() -> QuerySet[Transfer]:
    """Return the last refusal of each payout that waits again."""
    refusals = Transfer.objects.filter(state=TransferState.REJECTED, payout__state=PayoutState.WAITING)
    last = refusals.order_by("payout_id", "-answered_at", "-pk").distinct("payout_id").values("pk")
    rows = Transfer.objects.filter(pk__in=last)
    return rows.select_related("payout__seller").order_by("-answered_at")


def waiting_payouts(reach: Reach) -> int:
    """Return how many things about payouts wait for a person."""
    if reach.provinces(Role.FINANCE) is not None:
        return 0
    pending = PayoutBatch.objects.filter(state=BatchState.PENDING).count()
    by_stripe = refused().count() if uses_stripe() else 0
    return pending + (due_period(today=timezone.localdate()) is not None) + rejected().count() + by_stripe
