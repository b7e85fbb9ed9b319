"""Orders that a person must phone about, and what came of the calls."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.order.enums import SellerOrderState


class CallOutcome(models.TextChoices):
    """What came of phoning a seller who did not confirm."""

    NO_ANSWER = "no_answer", _("Không nghe máy")
    REACHED = "reached", _("Đã gặp, hẹn xác nhận")
    CONFIRMED = "confirmed", _("Nhà bán nhận đơn, xác nhận hộ")
    CANCELLED = "cancelled", _("Nhà bán không giao được, hủy đơn")


class CallQuerySet(models.QuerySet["Call"]):
    """Calls by what is still to do."""

    def waiting(self) -> CallQuerySet:
        """Return the calls whose orders nobody has confirmed, cancelled or packed yet, longest waiting first."""
        return self.filter(seller_order__state=SellerOrderState.PLACED).order_by("since", "pk")


class Call(models.Model):
    """A seller order that was not confirmed in time. It is done when the order moved on, whoever moved it."""

    seller_order = models.OneToOneField("order.SellerOrder", on_delete=models.PROTECT, related_name="call")
    since = models.DateTimeField(help_text=_("hạn xác nhận đã qua"))
    made_at = models.DateTimeField()

    objects = CallQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.seller_order_id}"


class CallAttempt(models.Model):
    """One telephone call and its outcome."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="attempts")
    outcome = models.CharField(max_length=10, choices=CallOutcome.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.call_id} {self.outcome}"
