"""What an e-invoice of a seller order has to say, frozen when the goods were handed over, and what changes it later."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField


class InvoiceKind(models.TextChoices):
    """What a record says to the one that issues invoices."""

    ORIGINAL = "original", _("hóa đơn gốc")
    ADJUSTMENT = "adjustment", _("điều chỉnh giảm")
    CANCELLATION = "cancellation", _("hủy hóa đơn gốc")


class InvoiceRecord(models.Model):
    """The data of one invoice, of its adjustment or of its cancellation.

    source: what made it, once. total_vnd: what it adds, negative when money goes back; of a part's records the sum is
    what the seller sold. data: the fields, see domain/fields.py.
    """

    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="invoice_records")
    seller_order = models.ForeignKey("order.SellerOrder", on_delete=models.PROTECT, related_name="invoice_records")
    kind = models.CharField(max_length=12, choices=InvoiceKind.choices)
    number = models.CharField(max_length=40, unique=True, help_text="CP-26-000123-1, CP-26-000123-1/2")
    source = models.CharField(max_length=80, unique=True)
    adjusts = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    total_vnd = VndField()
    data = models.JSONField()
    occurred_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField()
    provider = models.CharField(max_length=20, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["occurred_at", "pk"]
        indexes = [models.Index(fields=["seller", "occurred_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=InvoiceKind.ORIGINAL, adjusts=None, total_vnd__gte=0)
                | (~Q(kind=InvoiceKind.ORIGINAL) & Q(adjusts__isnull=False, total_vnd__lte=0)),
                name="invoice_change_names_its_original",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_written", exclude=["provider", "external_id", "sent_at"]),
        ]

    def __str__(self) -> str:
        return self.number
