"""What stands between a seller's earned money and its payout."""

from __future__ import annotations

from django.db import models

from shop.money.fields import VndField, not_negative


class PayoutHold(models.Model):
    """Money of one part of an order that is not paid out while something about it is open.

    source: what asked for it, for example "dispute:stripe:dp_1:CP-26-000123-1"; each asks once.
    """

    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="payout_holds")
    source = models.CharField(max_length=200, unique=True)
    part_number = models.CharField(max_length=32, db_index=True)
    amount_vnd = VndField()
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = [*not_negative("payout_hold", "amount_vnd")]

    def __str__(self) -> str:
        return self.source
