"""Sellers' accounts at Stripe, and what was taken back from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shop.money.fields import VndField


class ConnectAccount(models.Model):
    """A seller's account at Stripe as Stripe last told of it. needs: what Stripe still asks of the seller."""

    seller = models.OneToOneField("partner.Partner", on_delete=models.PROTECT, related_name="connect_account")
    external_id = models.CharField(max_length=60, unique=True)
    can_receive = models.BooleanField(default=False)
    needs = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.external_id


class ConnectReversal(models.Model):
    """Money of one executed transfer taken back for a debt that a payout carries; queued until Stripe did it."""

    transfer = models.ForeignKey("payouts.Transfer", on_delete=models.PROTECT, related_name="reversals")
    payout = models.ForeignKey("payouts.Payout", on_delete=models.PROTECT, related_name="reversals")
    amount_vnd = VndField()
    external_id = models.CharField(max_length=60, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "payout"], name="reversal_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="reversal_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.transfer} −{self.amount_vnd}"

    @property
    def idempotency_key(self) -> str:
        return f"reversal-{self.pk}"
