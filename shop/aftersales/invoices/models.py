"""What an e-invoice of a seller order has to say, frozen when the goods were handed over, and what changes it later.

Rates of VAT are dated rows with their legal basis, entered by finance. None is built in: the texts in force in 2026
(the reduction of some rates among them) were not read, and without a row the tax stays blank on records.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField


class InvoiceKind(models.TextChoices):
    """What a record says to the one that issues invoices."""

    ORIGINAL = "original", _("hóa đơn gốc")
    ADJUSTMENT = "adjustment", _("điều chỉnh giảm")
    CANCELLATION = "cancellation", _("hủy hóa đơn gốc")


class InvoiceForm(models.TextChoices):
    """Which form of invoice a seller issues; the seller says so, because it follows the seller's way of paying VAT."""

    VAT = "vat", _("hóa đơn giá trị gia tăng")
    SALE = "sale", _("hóa đơn bán hàng")


class VatClass(models.TextChoices):
    """Kinds of goods that are taxed alike. The market's own delivery is a class; so is what a seller delivers."""

    STANDARD = "standard", _("thuế suất thường")
    LOWERED = "lowered", _("thuế suất thường, đang được giảm")
    REDUCED = "reduced", _("thuế suất ưu đãi")
    ZERO = "zero", _("thuế suất 0 %")
    EXEMPT = "exempt", _("không chịu thuế")
    UNDECLARED = "undeclared", _("không phải kê khai, tính nộp")
    DELIVERY = "delivery", _("phí giao hàng")


UNTAXED = (VatClass.EXEMPT, VatClass.UNDECLARED)


class VatRate(models.Model):
    """The rate of a class from a day on, in basis points (500 = 5 %); none for what is not taxed at all."""

    vat_class = models.CharField(max_length=10, choices=VatClass.choices)
    basis_points = models.PositiveIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=200)

    class Meta:
        ordering = ["vat_class", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["vat_class", "valid_from"], name="vat_rate_once"),
            models.CheckConstraint(
                condition=Q(vat_class__in=UNTAXED, basis_points=None)
                | (~Q(vat_class__in=UNTAXED) & Q(basis_points__lte=2_000)),
                name="vat_rate_fits_its_class",
            ),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="vat_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.get_vat_class_display()} {self.words}"

    @property
    def words(self) -> str:
        """The rate as it stands on an invoice."""
        if self.basis_points is None:
            return "KCT" if self.vat_class == VatClass.EXEMPT else "KKKNT"
        return f"{self.basis_points / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " %"


class CategoryVatClass(models.Model):
    """How the goods of a category are taxed; holds for what is below it too."""

    category = models.OneToOneField("catalogue.Category", on_delete=models.CASCADE, related_name="+")
    vat_class = models.CharField(max_length=10, choices=VatClass.choices)

    def __str__(self) -> str:
        return f"{self.category} {self.vat_class}"


class InvoiceTerms(models.Model):
    """What a seller said about the own invoices."""

    seller = models.OneToOneField("partner.Partner", on_delete=models.CASCADE, related_name="invoice_terms")
    form = models.CharField(max_length=4, choices=InvoiceForm.choices)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seller} {self.form}"


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
