"""Payments of orders, one row per attempt; Oscar's payment models stand behind ours."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField, not_negative


class PaymentState(models.TextChoices):
    """Where a payment stands."""

    PENDING = "pending", _("chờ trả")
    SUCCEEDED = "succeeded", _("đã trả")
    CANCELLED = "cancelled", _("đã hủy")


class Payment(models.Model):
    """What one provider is to collect for one order, and what it has collected so far."""

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="payments")
    provider = models.CharField(max_length=12)
    amount_vnd = VndField()
    collected_vnd = VndField()
    state = models.CharField(max_length=10, choices=PaymentState.choices, default=PaymentState.PENDING)
    reference = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="payment_reference_once"),
            *not_negative("payment", "amount_vnd", "collected_vnd"),
            models.CheckConstraint(condition=Q(collected_vnd__lte=F("amount_vnd")), name="payment_collects_no_more"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.reference}"


from oscar.apps.payment.models import *  # noqa: E402, F403
