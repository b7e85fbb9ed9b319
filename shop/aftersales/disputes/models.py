"""What finance decided about a lost dispute, and what each seller bears of it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from shop.money.fields import VndField, not_negative

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class DisputeDecision(models.Model):
    """Who bears the money of one lost dispute. market_vnd: what no seller bears."""

    dispute = models.OneToOneField("payment.Dispute", on_delete=models.PROTECT, related_name="decision")
    seller_bears = models.BooleanField()
    market_vnd = VndField()
    reason = models.CharField(max_length=300)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [*not_negative("dispute_decision", "market_vnd")]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return str(self.dispute)


class DisputeShare(models.Model):
    """What the seller of one part bears. refund: less, because this refund turned out to be the bank's."""

    decision = models.ForeignKey(DisputeDecision, on_delete=models.PROTECT, related_name="shares")
    seller_order = models.ForeignKey("order.SellerOrder", on_delete=models.PROTECT, related_name="dispute_shares")
    refund = models.ForeignKey(
        "payment.Refund", null=True, blank=True, on_delete=models.PROTECT, related_name="dispute_shares"
    )
    amount_vnd = VndField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "seller_order", "refund"], nulls_distinct=False, name="dispute_share_once"
            ),
            models.CheckConstraint(
                condition=models.Q(refund=None, amount_vnd__gt=0) | models.Q(refund__isnull=False, amount_vnd__lt=0),
                name="dispute_share_sign",
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.seller_order} {self.amount_vnd}"
