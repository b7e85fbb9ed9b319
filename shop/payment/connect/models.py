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
    """Money of one executed transfer taken back for a debt that a payout carries; queued until Stripe did it.

    problem: why Stripe refused; it then waits for a person, who lets it try again or drops it. dropped_at: it is not
    to be done any more, because finance decided so or the debt was paid another way. tries: refusals before, so that
    the key of the next request is a new one. tried_at: since when Stripe may have done it.
    """

    transfer = models.ForeignKey("payouts.Transfer", on_delete=models.PROTECT, related_name="reversals")
    payout = models.ForeignKey("payouts.Payout", on_delete=models.PROTECT, related_name="reversals")
    amount_vnd = VndField()
    external_id = models.CharField(max_length=60, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    tries = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "payout"], name="reversal_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="reversal_amount_positive"),
            models.CheckConstraint(condition=Q(done_at=None) | Q(dropped_at=None), name="reversal_done_or_dropped"),
        ]

    def __str__(self) -> str:
        return f"{self.transfer} −{self.amount_vnd}"

    @property
    def idempotency_key(self) -> str:
        return f"reversal-{self.pk}-{self.tries}" if self.tries else f"reversal-{self.pk}"
